; Installer for Windows, by Inno Setup 6.3 or newer, from the folder that PyInstaller made:
;   iscc /DVersion=0.1.0 /DFrozen=dist\videxplore /DIcon=build\videxplore\icons\videxplore.ico packaging\windows\videxplore.iss
#ifndef Version
  #error Version is not defined
#endif
#define Id "io.github.videxplore.Videxplore"

[Setup]
AppId={#Id}
AppName=videxplore
AppVersion={#Version}
AppPublisher=The videxplore developers
AppPublisherURL=https://github.com/videxplore/videxplore
AppSupportURL=https://github.com/videxplore/videxplore/issues
DefaultDirName={autopf}\videxplore
DefaultGroupName=videxplore
DisableProgramGroupPage=yes
; For the user who installs it, without rights of an administrator; for all users on request.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog commandline
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
OutputBaseFilename=videxplore-{#Version}-windows-x64
Compression=lzma2/max
SolidCompression=yes
SetupIconFile={#Icon}
UninstallDisplayIcon={app}\videxplorew.exe
UninstallDisplayName=videxplore
WizardStyle=modern
ChangesAssociations=yes
ChangesEnvironment=yes
CloseApplications=yes
RestartApplications=no

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[CustomMessages]
en.Associate=Offer videxplore for videos and folders (Open with)
de.Associate=videxplore für Videos und Ordner anbieten (Öffnen mit)
en.Path=Add the command videxplore to the search path
de.Path=Den Befehl videxplore in den Suchpfad aufnehmen
en.DeleteLibrary=Delete the library, its thumbnails and the settings too?%n%nYour videos are not touched. Without the library they must be indexed again.
de.DeleteLibrary=Auch die Bibliothek, ihre Vorschaubilder und die Einstellungen löschen?%n%nIhre Videos bleiben unberührt. Ohne die Bibliothek müssen sie neu indexiert werden.

[Tasks]
Name: "associate"; Description: "{cm:Associate}"
Name: "path"; Description: "{cm:Path}"; Flags: unchecked
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[Files]
Source: "{#Frozen}\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[InstallDelete]
; Parts of an older version that the newer one no longer has.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\videxplore"; Filename: "{app}\videxplorew.exe"; AppUserModelID: "{#Id}"
Name: "{autodesktop}\videxplore"; Filename: "{app}\videxplorew.exe"; AppUserModelID: "{#Id}"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\Applications\videxplorew.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "videxplore"; Flags: uninsdeletekey; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Applications\videxplorew.exe\shell\open\command"; ValueType: string; ValueData: """{app}\videxplorew.exe"" ""%1"""; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Applications\videxplorew.exe\SupportedTypes"; ValueType: string; ValueName: ".mp4"; ValueData: ""; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Applications\videxplorew.exe\SupportedTypes"; ValueType: string; ValueName: ".mov"; ValueData: ""; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Applications\videxplorew.exe\SupportedTypes"; ValueType: string; ValueName: ".m4v"; ValueData: ""; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Applications\videxplorew.exe\SupportedTypes"; ValueType: string; ValueName: ".mkv"; ValueData: ""; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Applications\videxplorew.exe\SupportedTypes"; ValueType: string; ValueName: ".webm"; ValueData: ""; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Applications\videxplorew.exe\SupportedTypes"; ValueType: string; ValueName: ".avi"; ValueData: ""; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Applications\videxplorew.exe\SupportedTypes"; ValueType: string; ValueName: ".mpg"; ValueData: ""; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Applications\videxplorew.exe\SupportedTypes"; ValueType: string; ValueName: ".mts"; ValueData: ""; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Applications\videxplorew.exe\SupportedTypes"; ValueType: string; ValueName: ".mxf"; ValueData: ""; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Applications\videxplorew.exe\SupportedTypes"; ValueType: string; ValueName: ".wmv"; ValueData: ""; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Directory\shell\videxplore"; ValueType: string; ValueData: "videxplore"; Flags: uninsdeletekey; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Directory\shell\videxplore"; ValueType: string; ValueName: "Icon"; ValueData: "{app}\videxplorew.exe"; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Directory\shell\videxplore\command"; ValueType: string; ValueData: """{app}\videxplorew.exe"" ""%1"""; Tasks: associate
Root: HKCU; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; Tasks: path; Check: IsMissingInPath(ExpandConstant('{app}'))

[Run]
Filename: "{app}\videxplorew.exe"; Description: "{cm:LaunchProgram,videxplore}"; Flags: nowait postinstall skipifsilent

[Code]
function UserPath(): string;
begin
  if not RegQueryStringValue(HKCU, 'Environment', 'Path', Result) then
    Result := '';
end;

function IsMissingInPath(Folder: string): Boolean;
begin
  Result := Pos(';' + Uppercase(Folder) + ';', ';' + Uppercase(UserPath()) + ';') = 0;
end;

procedure RemoveFromPath(Folder: string);
var
  Before, After: string;
begin
  Before := ';' + UserPath() + ';';
  After := Before;
  StringChangeEx(After, ';' + Folder + ';', ';', True);
  if After <> Before then
    RegWriteExpandStringValue(HKCU, 'Environment', 'Path', Copy(After, 2, Length(After) - 2));
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
begin
  if Step <> usPostUninstall then
    Exit;
  RemoveFromPath(ExpandConstant('{app}'));
  // The library stays unless the user wants it gone; silently, it stays.
  if DirExists(ExpandConstant('{localappdata}\videxplore')) and not UninstallSilent() then
    if MsgBox(CustomMessage('DeleteLibrary'), mbConfirmation, MB_YESNO or MB_DEFBUTTON2) = IDYES then
      DelTree(ExpandConstant('{localappdata}\videxplore'), True, True, True);
end;
