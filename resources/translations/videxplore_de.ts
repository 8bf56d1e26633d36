<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ActionsPanel</name>
    <message>
        <source>+ Teach</source>
        <translation>+ Beibringen</translation>
    </message>
    <message>
        <source>Name what the selected moments, or this scene, show</source>
        <translation>Benennen, was die gewählten Momente oder diese Szene zeigen</translation>
    </message>
    <message>
        <source>In this video</source>
        <translation>In diesem Video</translation>
    </message>
    <message>
        <source>Nothing was recognised yet.</source>
        <translation>Noch wurde nichts erkannt.</translation>
    </message>
    <message>
        <source>Seen at %1</source>
        <translation>Zu sehen bei %1</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Handlungen</translation>
    </message>
    <message>
        <source>Nothing is recognised here with any certainty.</source>
        <translation>Hier wird nichts mit einiger Sicherheit erkannt.</translation>
    </message>
    <message>
        <source>No video is open.</source>
        <translation>Kein Video ist geöffnet.</translation>
    </message>
</context>
<context>
    <name>BugReportDialog</name>
    <message>
        <source>Something went wrong in the program</source>
        <translation>Im Programm ist etwas schiefgegangen</translation>
    </message>
    <message>
        <source>This is a bug of the program, not of your videos. Nothing is lost; you can go on working.</source>
        <translation>Das ist ein Fehler des Programms, nicht Ihrer Videos. Nichts ist verloren; Sie können weiterarbeiten.</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message numerus="yes">
        <source>%n more happened since; they are in the log.</source>
        <translation>
            <numerusform>Seitdem ist noch einer aufgetreten (%n); er steht im Protokoll.</numerusform>
            <numerusform>Seitdem sind %n weitere aufgetreten; sie stehen im Protokoll.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <source>Take this out of the query</source>
        <translation>Aus der Suche nehmen</translation>
    </message>
    <message>
        <source>%1; press to take it out of the query</source>
        <translation>%1; drücken, um es aus der Suche zu nehmen</translation>
    </message>
</context>
<context>
    <name>ClusterModel</name>
    <message>
        <source>Pictures like the one at %1</source>
        <translation>Bilder wie das bei %1</translation>
    </message>
    <message>
        <source>%1 of the time</source>
        <translation>%1 der Zeit</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Find moments like the one on screen</source>
        <translation>Momente wie den gezeigten finden</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>Back to the search before</source>
        <translation>Zurück zur vorigen Suche</translation>
    </message>
    <message>
        <source>On to the next search</source>
        <translation>Weiter zur nächsten Suche</translation>
    </message>
    <message>
        <source>Add a folder of videos</source>
        <translation>Ordner mit Videos hinzufügen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Scenes</source>
        <translation>Szenen</translation>
    </message>
    <message>
        <source>Storyboard</source>
        <translation>Bildfolge</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Library grid</source>
        <translation>Bibliothek als Raster</translation>
    </message>
    <message>
        <source>Similar moments</source>
        <translation>Ähnliche Momente</translation>
    </message>
    <message>
        <source>Larger tiles</source>
        <translation>Größere Kacheln</translation>
    </message>
    <message>
        <source>Smaller tiles</source>
        <translation>Kleinere Kacheln</translation>
    </message>
    <message>
        <source>Show or hide the library</source>
        <translation>Bibliothek zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Show or hide the similar moments</source>
        <translation>Ähnliche Momente zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Put the panels back in their places</source>
        <translation>Bereiche wieder an ihre Plätze stellen</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Ganzer Bildschirm</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Show all keys</source>
        <translation>Alle Tasten zeigen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>ContextRows</name>
    <message>
        <source>Similar moments with what comes before and after</source>
        <translation>Ähnliche Momente mit dem Davor und Danach</translation>
    </message>
</context>
<context>
    <name>DetailsPanel</name>
    <message>
        <source>No video is open</source>
        <translation>Kein Video ist geöffnet</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Bildrate</translation>
    </message>
    <message>
        <source>Coding</source>
        <translation>Kodierung</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Turned by</source>
        <translation>Gedreht um</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Kind of file</source>
        <translation>Art der Datei</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Export progress</source>
        <translation>Fortschritt des Exports</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Clips: video files, exact to the frame</source>
        <translation>Ausschnitte: Videodateien, auf das Bild genau</translation>
    </message>
    <message>
        <source>Timeline: OpenTimelineIO</source>
        <translation>Schnittfolge: OpenTimelineIO</translation>
    </message>
    <message>
        <source>Timeline: Final Cut Pro XML</source>
        <translation>Schnittfolge: Final Cut Pro XML</translation>
    </message>
    <message>
        <source>Timeline: edit decision list</source>
        <translation>Schnittfolge: Edit Decision List</translation>
    </message>
    <message>
        <source>Table: comma-separated values</source>
        <translation>Tabelle: durch Kommas getrennte Werte</translation>
    </message>
    <message>
        <source>Storyboard picture</source>
        <translation>Bildfolge als Bild</translation>
    </message>
    <message>
        <source>Contact sheet</source>
        <translation>Kontaktbogen</translation>
    </message>
    <message>
        <source>Short version</source>
        <translation>Kurzfassung</translation>
    </message>
    <message>
        <source>Chapters</source>
        <translation>Kapitel</translation>
    </message>
    <message>
        <source>Pictures: one of each moment</source>
        <translation>Bilder: eins von jedem Moment</translation>
    </message>
    <message>
        <source>Picture at %1</source>
        <translation>Bild bei %1</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>As</source>
        <translation>Als</translation>
    </message>
    <message numerus="yes">
        <source>%n moment(s)</source>
        <translation>
            <numerusform>%n Moment</numerusform>
            <numerusform>%n Momente</numerusform>
        </translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n Datei</numerusform>
            <numerusform>%n Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 exists already. Replace it, or choose another name.</source>
        <translation>%1 gibt es schon. Ersetzen Sie es, oder wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>Geschrieben: %1</translation>
    </message>
    <message>
        <source>The export failed.</source>
        <translation>Der Export ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>Storyboard of these moments</source>
        <translation>Bildfolge dieser Momente</translation>
    </message>
    <message>
        <source>Choose a name for the file.</source>
        <translation>Geben Sie der Datei einen Namen.</translation>
    </message>
    <message>
        <source>Nothing can be written there: %1.</source>
        <translation>Dorthin kann nichts geschrieben werden: %1.</translation>
    </message>
</context>
<context>
    <name>FailuresPanel</name>
    <message>
        <source>Could not be indexed</source>
        <translation>Konnte nicht erfasst werden</translation>
    </message>
    <message>
        <source>Copy the list</source>
        <translation>Liste kopieren</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Close this list</source>
        <translation>Diese Liste schließen</translation>
    </message>
    <message>
        <source>Nothing failed</source>
        <translation>Nichts ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>Files that cannot be read appear here.</source>
        <translation>Dateien, die sich nicht lesen lassen, erscheinen hier.</translation>
    </message>
</context>
<context>
    <name>FolderTree</name>
    <message>
        <source>All videos</source>
        <translation>Alle Videos</translation>
    </message>
</context>
<context>
    <name>FoldersList</name>
    <message>
        <source>The videos in these folders are indexed by themselves: those that are there, and those that come, also while the program is closed. What you remove from the library stays out of it.</source>
        <translation>Die Videos in diesen Ordnern werden von selbst erfasst: die vorhandenen und die, die dazukommen, auch während das Programm geschlossen ist. Was Sie aus der Bibliothek entfernen, bleibt draußen.</translation>
    </message>
    <message>
        <source>Watched folders</source>
        <translation>Beobachtete Ordner</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Hinzufügen …</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>Einen Ordner beobachten</translation>
    </message>
</context>
<context>
    <name>FrameView</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Drag a box around what you are looking for. Esc goes back.</source>
        <translation>Ziehen Sie einen Rahmen um das, was Sie suchen. Esc kehrt zurück.</translation>
    </message>
</context>
<context>
    <name>HeatWork</name>
    <message>
        <source>what speaks for “%1”</source>
        <translation>was für „%1“ spricht</translation>
    </message>
    <message>
        <source>what resembles the search</source>
        <translation>was der Suche ähnelt</translation>
    </message>
</context>
<context>
    <name>KeysOverlay</name>
    <message>
        <source>Tiles</source>
        <translation>Kacheln</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Mehr davon</translation>
    </message>
    <message>
        <source>Less like this</source>
        <translation>Weniger davon</translation>
    </message>
    <message>
        <source>Slide to the scene before or after</source>
        <translation>Zur Szene davor oder danach</translation>
    </message>
    <message>
        <source>The same with the mouse</source>
        <translation>Dasselbe mit der Maus</translation>
    </message>
    <message>
        <source>Shift+wheel</source>
        <translation>Umschalt+Rad</translation>
    </message>
    <message>
        <source>Larger and smaller tiles</source>
        <translation>Größere und kleinere Kacheln</translation>
    </message>
    <message>
        <source>Ctrl+wheel</source>
        <translation>Strg+Rad</translation>
    </message>
    <message>
        <source>Select several</source>
        <translation>Mehrere auswählen</translation>
    </message>
    <message>
        <source>Ctrl or Shift+click</source>
        <translation>Strg oder Umschalt+Klick</translation>
    </message>
    <message>
        <source>What can be done with them</source>
        <translation>Was man mit ihnen tun kann</translation>
    </message>
    <message>
        <source>right button</source>
        <translation>rechte Taste</translation>
    </message>
</context>
<context>
    <name>KeysTable</name>
    <message>
        <source>Filter commands</source>
        <translation>Befehle filtern</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Befehle und ihre Tasten</translation>
    </message>
    <message>
        <source>The same keys twice: %1</source>
        <translation>Dieselben Tasten doppelt: %1</translation>
    </message>
</context>
<context>
    <name>LibraryEdits</name>
    <message numerus="yes">
        <source>remove %n video(s)</source>
        <translation>
            <numerusform>%n Video entfernen</numerusform>
            <numerusform>%n Videos entfernen</numerusform>
        </translation>
    </message>
    <message>
        <source>teach “%1”</source>
        <translation>„%1“ beibringen</translation>
    </message>
</context>
<context>
    <name>LibraryGrid</name>
    <message>
        <source>Videos of the library</source>
        <translation>Videos der Bibliothek</translation>
    </message>
    <message>
        <source>The library is empty</source>
        <translation>Die Bibliothek ist leer</translation>
    </message>
    <message>
        <source>Drop videos or folders anywhere.</source>
        <translation>Lassen Sie Videos oder Ordner irgendwo fallen.</translation>
    </message>
    <message>
        <source>No video matches</source>
        <translation>Kein Video passt</translation>
    </message>
    <message>
        <source>Filter by another name, or choose another folder.</source>
        <translation>Filtern Sie nach einem anderen Namen, oder wählen Sie einen anderen Ordner.</translation>
    </message>
</context>
<context>
    <name>LibraryPanel</name>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>Nach Namen filtern</translation>
    </message>
    <message>
        <source>Filter videos by name</source>
        <translation>Videos nach Namen filtern</translation>
    </message>
    <message>
        <source>No videos yet</source>
        <translation>Noch keine Videos</translation>
    </message>
    <message>
        <source>They appear here at once, become searchable one by one, and stay where they are.</source>
        <translation>Sie erscheinen sofort hier, werden nacheinander durchsuchbar und bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>No video matches</source>
        <translation>Kein Video passt</translation>
    </message>
    <message>
        <source>Filter by another name, or choose another folder.</source>
        <translation>Filtern Sie nach einem anderen Namen, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Add a folder of videos</source>
        <translation>Ordner mit Videos hinzufügen</translation>
    </message>
    <message numerus="yes">
        <source>%n video(s)</source>
        <translation>
            <numerusform>%n Video</numerusform>
            <numerusform>%n Videos</numerusform>
        </translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Index now</source>
        <translation>Jetzt erfassen</translation>
    </message>
    <message>
        <source>Stop indexing this</source>
        <translation>Dieses nicht weiter erfassen</translation>
    </message>
    <message>
        <source>Remove from library</source>
        <translation>Aus der Bibliothek entfernen</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>Sortieren nach</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Longest first</source>
        <translation>Längste zuerst</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Hide offline</source>
        <translation>Nicht erreichbare ausblenden</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>Erkunden</translation>
    </message>
    <message>
        <source>Failures</source>
        <translation>Fehlschläge</translation>
    </message>
    <message>
        <source>Drop a folder of videos anywhere</source>
        <translation>Lassen Sie irgendwo einen Ordner mit Videos fallen</translation>
    </message>
    <message>
        <source>Within seconds you can search it by example: click a scene, and see every moment like it.</source>
        <translation>Nach Sekunden lässt er sich an Beispielen durchsuchen: eine Szene anklicken und jeden ähnlichen Moment sehen.</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Ordner wählen …</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Player</source>
        <translation>Player</translation>
    </message>
    <message>
        <source>Add a folder of videos</source>
        <translation>Ordner mit Videos hinzufügen</translation>
    </message>
</context>
<context>
    <name>MapControls</name>
    <message>
        <source>colour by</source>
        <translation>Farbe nach</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Gruppe</translation>
    </message>
</context>
<context>
    <name>MapLegend</name>
    <message>
        <source>What the colours mean</source>
        <translation>Was die Farben bedeuten</translation>
    </message>
</context>
<context>
    <name>MapPlane</name>
    <message>
        <source>Scenes appear here as videos are indexed; alike ones lie together.</source>
        <translation>Hier erscheinen Szenen, während Videos erfasst werden; ähnliche liegen beieinander.</translation>
    </message>
    <message>
        <source>Drag to circle scenes · the wheel zooms · Shift and drag move</source>
        <translation>Ziehen umkreist Szenen · das Rad zoomt · Umschalt und Ziehen verschiebt</translation>
    </message>
</context>
<context>
    <name>MapTab</name>
    <message>
        <source>Clear circle</source>
        <translation>Kreis aufheben</translation>
    </message>
    <message>
        <source>No map yet</source>
        <translation>Noch keine Karte</translation>
    </message>
    <message>
        <source>Making the map…</source>
        <translation>Die Karte entsteht …</translation>
    </message>
    <message>
        <source>Scenes that look alike will lie together.</source>
        <translation>Szenen, die sich ähneln, werden beieinander liegen.</translation>
    </message>
    <message>
        <source>arranging…</source>
        <translation>wird geordnet …</translation>
    </message>
    <message>
        <source>It appears as soon as videos are searchable.</source>
        <translation>Sie erscheint, sobald Videos durchsuchbar sind.</translation>
    </message>
    <message numerus="yes">
        <source>%n scene(s)</source>
        <translation>
            <numerusform>%n Szene</numerusform>
            <numerusform>%n Szenen</numerusform>
        </translation>
    </message>
    <message>
        <source>group %1</source>
        <translation>Gruppe %1</translation>
    </message>
    <message>
        <source>others</source>
        <translation>andere</translation>
    </message>
    <message>
        <source>nothing recognised</source>
        <translation>nichts erkannt</translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <source>Map of all scenes</source>
        <translation>Karte aller Szenen</translation>
    </message>
    <message>
        <source>Drag to circle scenes, the wheel zooms, Shift and drag move.</source>
        <translation>Ziehen umkreist Szenen, das Rad zoomt, Umschalt und Ziehen verschiebt.</translation>
    </message>
</context>
<context>
    <name>MomentMenu</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Search for this</source>
        <translation>Danach suchen</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Mehr davon</translation>
    </message>
    <message>
        <source>Less like this</source>
        <translation>Weniger davon</translation>
    </message>
    <message>
        <source>Then this</source>
        <translation>Danach dies</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message numerus="yes">
        <source>Export %n moment(s)…</source>
        <translation>
            <numerusform>%n Moment exportieren …</numerusform>
            <numerusform>%n Momente exportieren …</numerusform>
        </translation>
    </message>
    <message>
        <source>Teach an action…</source>
        <translation>Eine Handlung beibringen …</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Als Text kopieren</translation>
    </message>
    <message numerus="yes">
        <source>Summarise %n moment(s)</source>
        <translation>
            <numerusform>%n Moment zusammenfassen</numerusform>
            <numerusform>%n Momente zusammenfassen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NeighbourScenes</name>
    <message numerus="yes">
        <source>%n scene(s) later</source>
        <translation>
            <numerusform>%n Szene später</numerusform>
            <numerusform>%n Szenen später</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n scene(s) before</source>
        <translation>
            <numerusform>%n Szene davor</numerusform>
            <numerusform>%n Szenen davor</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Player</name>
    <message>
        <source>Player</source>
        <translation>Spieler</translation>
    </message>
    <message>
        <source>Choose a video to look at it here.</source>
        <translation>Wählen Sie ein Video, um es hier anzusehen.</translation>
    </message>
    <message>
        <source>The picture is on the clipboard.</source>
        <translation>Das Bild ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Previous frame</source>
        <translation>Voriges Bild</translation>
    </message>
    <message>
        <source>Next frame</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>Play backwards, faster each time</source>
        <translation>Rückwärts abspielen, jedes Mal schneller</translation>
    </message>
    <message>
        <source>Play, faster each time</source>
        <translation>Abspielen, jedes Mal schneller</translation>
    </message>
    <message>
        <source>Back 1 second</source>
        <translation>1 Sekunde zurück</translation>
    </message>
    <message>
        <source>Forward 1 second</source>
        <translation>1 Sekunde vor</translation>
    </message>
    <message>
        <source>Back 10 seconds</source>
        <translation>10 Sekunden zurück</translation>
    </message>
    <message>
        <source>Forward 10 seconds</source>
        <translation>10 Sekunden vor</translation>
    </message>
    <message>
        <source>Previous scene</source>
        <translation>Vorige Szene</translation>
    </message>
    <message>
        <source>Next scene</source>
        <translation>Nächste Szene</translation>
    </message>
    <message>
        <source>To the start</source>
        <translation>Zum Anfang</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>Zum Ende</translation>
    </message>
    <message>
        <source>Set the in point</source>
        <translation>Anfangspunkt setzen</translation>
    </message>
    <message>
        <source>Set the out point</source>
        <translation>Endpunkt setzen</translation>
    </message>
    <message>
        <source>Bookmark</source>
        <translation>Lesezeichen</translation>
    </message>
    <message>
        <source>Go to time…</source>
        <translation>Gehe zu Zeit …</translation>
    </message>
    <message>
        <source>Copy the picture</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>Heat</source>
        <translation>Wärme</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
</context>
<context>
    <name>PlayerControls</name>
    <message>
        <source>is no time: try 75.5, 1:15.5 or f433 for a frame</source>
        <translation>ist keine Zeit: etwa 75.5, 1:15.5 oder f433 für ein Bild</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Go to time</source>
        <translation>Gehe zu Zeit</translation>
    </message>
    <message>
        <source>Seconds, 1:15.5, 00:01:15:12 or f433 for a frame</source>
        <translation>Sekunden, 1:15.5, 00:01:15:12 oder f433 für ein Bild</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Lautstärke</translation>
    </message>
</context>
<context>
    <name>PredictionBars</name>
    <message>
        <source>Recognised actions and objects</source>
        <translation>Erkannte Handlungen und Dinge</translation>
    </message>
    <message>
        <source>%1, according to %2</source>
        <translation>%1, laut %2</translation>
    </message>
</context>
<context>
    <name>QueryBar</name>
    <message>
        <source>Search: words, or drop or paste a picture</source>
        <translation>Suchen: Wörter, oder ein Bild fallen lassen oder einfügen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>then</source>
        <translation>dann</translation>
    </message>
    <message>
        <source>Add words</source>
        <translation>Wörter dazu</translation>
    </message>
    <message>
        <source>like</source>
        <translation>ähnlich</translation>
    </message>
    <message>
        <source>not like</source>
        <translation>nicht so</translation>
    </message>
    <message>
        <source>scene %1</source>
        <translation>Szene %1</translation>
    </message>
</context>
<context>
    <name>ScenesTab</name>
    <message>
        <source>Scenes of this video</source>
        <translation>Szenen dieses Videos</translation>
    </message>
    <message>
        <source>Its scenes are not known yet</source>
        <translation>Seine Szenen sind noch nicht bekannt</translation>
    </message>
    <message>
        <source>They appear as soon as it has been looked at.</source>
        <translation>Sie erscheinen, sobald es durchgesehen ist.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Scene %1 at %2, %3 long</source>
        <translation>Szene %1 bei %2, %3 lang</translation>
    </message>
</context>
<context>
    <name>SearchOptions</name>
    <message>
        <source>then…</source>
        <translation>dann …</translation>
    </message>
    <message>
        <source>What must follow</source>
        <translation>Was folgen muss</translation>
    </message>
    <message>
        <source>Press, then choose a second scene: finds places where one follows the other.</source>
        <translation>Drücken, dann eine zweite Szene wählen: findet Stellen, an denen die eine auf die andere folgt.</translation>
    </message>
    <message>
        <source>What is compared</source>
        <translation>Was verglichen wird</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>Appearance and motion</source>
        <translation>Aussehen und Bewegung</translation>
    </message>
    <message>
        <source>Only other videos</source>
        <translation>Nur andere Videos</translation>
    </message>
    <message>
        <source>Only in %1</source>
        <translation>Nur in %1</translation>
    </message>
    <message>
        <source>Scenes of any length</source>
        <translation>Szenen jeder Länge</translation>
    </message>
    <message>
        <source>At least %1 s long</source>
        <translation>Mindestens %1 s lang</translation>
    </message>
    <message>
        <source>However certain</source>
        <translation>Wie sicher auch immer</translation>
    </message>
    <message>
        <source>At least %1% certain</source>
        <translation>Mindestens %1 % sicher</translation>
    </message>
    <message>
        <source>Follows within %1 s</source>
        <translation>Folgt binnen %1 s</translation>
    </message>
</context>
<context>
    <name>SearchWork</name>
    <message>
        <source>region</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>Bild</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Library folder</source>
        <translation>Ordner der Bibliothek</translation>
    </message>
    <message>
        <source>Compute on</source>
        <translation>Rechnen auf</translation>
    </message>
    <message>
        <source>Looks are compared by</source>
        <translation>Aussehen vergleicht</translation>
    </message>
    <message>
        <source>Actions are recognised by</source>
        <translation>Handlungen erkennt</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Library, device, networks and language take effect when the program starts next time.</source>
        <translation>Bibliothek, Gerät, Netze und Sprache gelten ab dem nächsten Start des Programms.</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Watched folders</source>
        <translation>Beobachtete Ordner</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
</context>
<context>
    <name>SimilarPanel</name>
    <message>
        <source>Similar moments</source>
        <translation>Ähnliche Momente</translation>
    </message>
    <message>
        <source>Show as a grid</source>
        <translation>Als Raster zeigen</translation>
    </message>
    <message>
        <source>Show with what comes before and after</source>
        <translation>Mit dem Davor und Danach zeigen</translation>
    </message>
    <message>
        <source>circled</source>
        <translation>umkreist</translation>
    </message>
    <message>
        <source>Only what is circled on the map is shown; press to let go</source>
        <translation>Nur was auf der Karte umkreist ist, wird gezeigt; ein Klick hebt das auf</translation>
    </message>
    <message numerus="yes">
        <source>%n moment(s)</source>
        <translation>
            <numerusform>%n Moment</numerusform>
            <numerusform>%n Momente</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n video(s)</source>
        <translation>
            <numerusform>%n Video</numerusform>
            <numerusform>%n Videos</numerusform>
        </translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Suche läuft …</translation>
    </message>
    <message>
        <source>Nothing by this name</source>
        <translation>Nichts mit diesem Namen</translation>
    </message>
    <message>
        <source>No label, file or folder holds “%1”.</source>
        <translation>Keine Beschriftung, keine Datei und kein Ordner enthält „%1“.</translation>
    </message>
    <message>
        <source>No similar moments</source>
        <translation>Keine ähnlichen Momente</translation>
    </message>
    <message>
        <source>Nothing else in the library resembles this. Widen the filters or index more videos.</source>
        <translation>Nichts anderes in der Bibliothek ähnelt dem. Weiten Sie die Filter oder erfassen Sie mehr Videos.</translation>
    </message>
    <message>
        <source>searching…</source>
        <translation>wird gesucht …</translation>
    </message>
    <message>
        <source>There is no answer</source>
        <translation>Es gibt keine Antwort</translation>
    </message>
    <message>
        <source>Click a scene</source>
        <translation>Klicken Sie eine Szene an</translation>
    </message>
    <message>
        <source>Moments of the whole library that look like it appear here.</source>
        <translation>Hier erscheinen Momente der ganzen Bibliothek, die ihr ähneln.</translation>
    </message>
    <message>
        <source>Press %1 for the one on screen.</source>
        <translation>%1 sucht nach der gezeigten.</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 bei %2</translation>
    </message>
    <message>
        <source>score %1</source>
        <translation>Wert %1</translation>
    </message>
    <message>
        <source>%1 alike, %2 certain</source>
        <translation>%1 ähnlich, %2 sicher</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>Indexing progress</source>
        <translation>Fortschritt der Erfassung</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message numerus="yes">
        <source>%n video(s)</source>
        <translation>
            <numerusform>%n Video</numerusform>
            <numerusform>%n Videos</numerusform>
        </translation>
    </message>
    <message>
        <source>Paused at %1 of %2</source>
        <translation>Angehalten bei %1 von %2</translation>
    </message>
    <message>
        <source>Indexing %1 of %2</source>
        <translation>Erfasse %1 von %2</translation>
    </message>
    <message>
        <source>Looking for videos…</source>
        <translation>Suche nach Videos …</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>%1 searchable</source>
        <translation>%1 durchsuchbar</translation>
    </message>
    <message>
        <source>%1× real time</source>
        <translation>%1× Echtzeit</translation>
    </message>
    <message>
        <source>waiting for: %1</source>
        <translation>wartet auf: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n fehlgeschlagen</numerusform>
            <numerusform>%n fehlgeschlagen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StoryboardTab</name>
    <message>
        <source>Storyboard</source>
        <translation>Bildfolge</translation>
    </message>
    <message>
        <source>Pictures of this cluster</source>
        <translation>Bilder dieser Gruppe</translation>
    </message>
    <message>
        <source>Number of pictures</source>
        <translation>Zahl der Bilder</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Back to the storyboard</source>
        <translation>Zurück zur Bildfolge</translation>
    </message>
    <message>
        <source>No video is open</source>
        <translation>Kein Video ist geöffnet</translation>
    </message>
    <message>
        <source>Choose one in the library.</source>
        <translation>Wählen Sie eines in der Bibliothek.</translation>
    </message>
    <message>
        <source>It appears as soon as the video has been looked at.</source>
        <translation>Sie erscheint, sobald das Video durchgesehen ist.</translation>
    </message>
    <message>
        <source>No storyboard yet</source>
        <translation>Noch keine Bildfolge</translation>
    </message>
    <message>
        <source>Picture at %1</source>
        <translation>Bild bei %1</translation>
    </message>
    <message>
        <source>Back to the video</source>
        <translation>Zurück zum Video</translation>
    </message>
    <message numerus="yes">
        <source>%n moment(s)</source>
        <translation>
            <numerusform>%n Moment</numerusform>
            <numerusform>%n Momente</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TeachDialog</name>
    <message>
        <source>Teach an action</source>
        <translation>Eine Handlung beibringen</translation>
    </message>
    <message>
        <source>What do these moments show?</source>
        <translation>Was zeigen diese Momente?</translation>
    </message>
    <message>
        <source>Name of the action</source>
        <translation>Name der Handlung</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>Teaching progress</source>
        <translation>Fortschritt des Lernens</translation>
    </message>
    <message>
        <source>Teach</source>
        <translation>Beibringen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message numerus="yes">
        <source>%n example(s)</source>
        <translation>
            <numerusform>%n Beispiel</numerusform>
            <numerusform>%n Beispiele</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, and %n that it is not</source>
        <translation>
            <numerusform>, und %n, das es nicht ist</numerusform>
            <numerusform>, und %n, die es nicht sind</numerusform>
        </translation>
    </message>
    <message>
        <source>Name the action; it is then looked for in the whole library.</source>
        <translation>Benennen Sie die Handlung; sie wird dann in der ganzen Bibliothek gesucht.</translation>
    </message>
    <message>
        <source>Learned. Wherever it is seen, “%1” is now shown.</source>
        <translation>Gelernt. Wo es zu sehen ist, steht jetzt „%1“.</translation>
    </message>
    <message>
        <source>Teaching failed.</source>
        <translation>Das Lernen ist fehlgeschlagen.</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Drag to move through the video. The wheel zooms, Shift and the wheel pan, + and - zoom.</source>
        <translation>Ziehen bewegt durch das Video. Das Rad zoomt, Umschalt und Rad verschieben, + und - zoomen.</translation>
    </message>
    <message>
        <source>Find scenes like this</source>
        <translation>Szenen wie diese finden</translation>
    </message>
    <message>
        <source>Zoom to this scene</source>
        <translation>Auf diese Szene zoomen</translation>
    </message>
    <message>
        <source>Show the whole video</source>
        <translation>Das ganze Video zeigen</translation>
    </message>
    <message>
        <source>Set the in point here</source>
        <translation>Anfangspunkt hier setzen</translation>
    </message>
    <message>
        <source>Set the out point here</source>
        <translation>Endpunkt hier setzen</translation>
    </message>
    <message>
        <source>Clear in and out</source>
        <translation>Anfang und Ende löschen</translation>
    </message>
    <message>
        <source>Bookmark</source>
        <translation>Lesezeichen</translation>
    </message>
    <message>
        <source>Pictures appear here as the video is indexed.</source>
        <translation>Hier erscheinen Bilder, während das Video erfasst wird.</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Back to the search before</source>
        <translation>Zurück zur vorigen Suche</translation>
    </message>
    <message>
        <source>On to the next search</source>
        <translation>Weiter zur nächsten Suche</translation>
    </message>
    <message>
        <source>Earlier searches</source>
        <translation>Frühere Suchen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Name this search…</source>
        <translation>Diese Suche benennen…</translation>
    </message>
    <message>
        <source>Name this search</source>
        <translation>Diese Suche benennen</translation>
    </message>
    <message>
        <source>It is kept by this name; without one, only the latest searches are.</source>
        <translation>Unter diesem Namen wird sie aufgehoben; ohne Namen nur die letzten Suchen.</translation>
    </message>
    <message>
        <source>(motion)</source>
        <translation>(Bewegung)</translation>
    </message>
    <message>
        <source>(appearance and motion)</source>
        <translation>(Aussehen und Bewegung)</translation>
    </message>
    <message>
        <source>(filtered)</source>
        <translation>(gefiltert)</translation>
    </message>
    <message>
        <source>then</source>
        <translation>dann</translation>
    </message>
</context>
<context>
    <name>UndoStack</name>
    <message>
        <source>Done: %1. It can be undone.</source>
        <translation>Erledigt: %1. Es lässt sich rückgängig machen.</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>Es gibt nichts rückgängig zu machen.</translation>
    </message>
    <message>
        <source>Undone: %1.</source>
        <translation>Rückgängig gemacht: %1.</translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation>Es gibt nichts wiederherzustellen.</translation>
    </message>
    <message>
        <source>Redone: %1.</source>
        <translation>Wiederhergestellt: %1.</translation>
    </message>
</context>
<context>
    <name>VideoPanel</name>
    <message>
        <source>No video is open</source>
        <translation>Kein Video ist geöffnet</translation>
    </message>
    <message>
        <source>Choose one in the library.</source>
        <translation>Wählen Sie eines in der Bibliothek.</translation>
    </message>
    <message>
        <source>This video could not be read</source>
        <translation>Dieses Video ließ sich nicht lesen</translation>
    </message>
</context>
<context>
    <name>VideoRowDelegate</name>
    <message>
        <source>indexing %1</source>
        <translation>%1 indiziert</translation>
    </message>
    <message numerus="yes">
        <source>%n scene(s)</source>
        <translation>
            <numerusform>%n Szene</numerusform>
            <numerusform>%n Szenen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VideoWords</name>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>searchable</source>
        <translation>durchsuchbar</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>vollständig</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>nicht erreichbar</translation>
    </message>
    <message>
        <source>file is gone</source>
        <translation>Datei ist fort</translation>
    </message>
    <message>
        <source>%1%</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
</context>
<context>
    <name>WatchedFolders</name>
    <message>
        <source>What is new in %1 will not be noticed: %2.</source>
        <translation>Was in %1 neu ist, wird nicht bemerkt: %2.</translation>
    </message>
</context>
<context>
    <name>WindowDialogs</name>
    <message>
        <source>Open a video first; then its scenes can be exported.</source>
        <translation>Öffnen Sie zuerst ein Video; dann lassen sich seine Szenen exportieren.</translation>
    </message>
    <message>
        <source>Open a video first, or select moments that show the action.</source>
        <translation>Öffnen Sie zuerst ein Video oder wählen Sie Momente, die die Handlung zeigen.</translation>
    </message>
</context>
<context>
    <name>WindowParts</name>
    <message>
        <source>Views of this video and of the library</source>
        <translation>Ansichten dieses Videos und der Bibliothek</translation>
    </message>
    <message>
        <source>Scenes</source>
        <translation>Szenen</translation>
    </message>
    <message>
        <source>Storyboard</source>
        <translation>Bildfolge</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Library grid</source>
        <translation>Bibliothek als Raster</translation>
    </message>
    <message>
        <source>Similar moments, actions and details</source>
        <translation>Ähnliche Momente, Handlungen und Einzelheiten</translation>
    </message>
    <message>
        <source>Similar</source>
        <translation>Ähnlich</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Handlungen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
</context>
<context>
    <name>_FolderDelegate</name>
    <message>
        <source>%1 (offline)</source>
        <translation>%1 (nicht erreichbar)</translation>
    </message>
</context>
</TS>
