<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutPage</name>
    <message>
        <source>Free software under the Apache licence 2.0. Nothing leaves your computer.</source>
        <translation>Freie Software unter der Apache-Lizenz 2.0. Nichts verlässt Ihren Computer.</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>Copy versions</source>
        <translation>Versionen kopieren</translation>
    </message>
</context>
<context>
    <name>AnswersView</name>
    <message>
        <source>Scenes found</source>
        <translation>Gefundene Szenen</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Undo answer</source>
        <translation>Antwort zurücknehmen</translation>
    </message>
    <message>
        <source>Y</source>
        <comment>key for yes</comment>
        <translation>J</translation>
    </message>
    <message>
        <source>N</source>
        <comment>key for no</comment>
        <translation>N</translation>
    </message>
    <message>
        <source>No other scene of the library looks like it.</source>
        <translation>Keine andere Szene der Bibliothek sieht so aus.</translation>
    </message>
    <message numerus="yes">
        <source>%n other scene(s) found:</source>
        <translation>
            <numerusform>%n weitere Szene gefunden:</numerusform>
            <numerusform>%n weitere Szenen gefunden:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sure</source>
        <translation>
            <numerusform>%n sicher</numerusform>
            <numerusform>%n sicher</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n doubtful</source>
        <translation>
            <numerusform>%n zweifelhaft</numerusform>
            <numerusform>%n zweifelhaft</numerusform>
        </translation>
    </message>
    <message>
        <source>Does the selected scene show “%1”?</source>
        <translation>Zeigt die gewählte Szene „%1“?</translation>
    </message>
    <message>
        <source>Nothing is doubtful. Select a scene to correct it.</source>
        <translation>Nichts ist zweifelhaft. Wählen Sie eine Szene aus, um sie zu korrigieren.</translation>
    </message>
</context>
<context>
    <name>BugReportDialog</name>
    <message>
        <source>Something went wrong in the program</source>
        <translation>Im Programm ist etwas schiefgegangen</translation>
    </message>
    <message>
        <source>This is a bug of the program, not of your videos. Nothing is lost; you can go on working. The report is also in %1.</source>
        <translation>Das ist ein Fehler des Programms, nicht Ihrer Videos. Nichts ist verloren; Sie können weiterarbeiten. Der Bericht steht auch in %1.</translation>
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
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>%1; press to remove</source>
        <translation>%1; drücken, um es zu entfernen</translation>
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
        <source>Search for what is on the clipboard</source>
        <translation>Nach dem Inhalt der Zwischenablage suchen</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>Previous search</source>
        <translation>Vorige Suche</translation>
    </message>
    <message>
        <source>Next search</source>
        <translation>Nächste Suche</translation>
    </message>
    <message>
        <source>Add a folder of videos</source>
        <translation>Ordner mit Videos hinzufügen</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Duplikate</translation>
    </message>
    <message>
        <source>Find reused footage</source>
        <translation>Wiederverwendetes Material suchen</translation>
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
        <source>Add to selects</source>
        <translation>Zur Auswahl hinzufügen</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Import a timeline or annotations…</source>
        <translation>Timeline oder Annotationen importieren …</translation>
    </message>
    <message>
        <source>Scenes</source>
        <translation>Szenen</translation>
    </message>
    <message>
        <source>Storyboard</source>
        <translation>Storyboard</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Selects</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>Anordnung zurücksetzen</translation>
    </message>
    <message>
        <source>Similar moments</source>
        <translation>Ähnliche Momente</translation>
    </message>
    <message>
        <source>Note, tags and rating…</source>
        <translation>Notiz, Schlagwörter und Bewertung …</translation>
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
        <source>Full screen</source>
        <translation>Vollbild</translation>
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
    <name>ComparedPair</name>
    <message>
        <source>Position in the shared footage</source>
        <translation>Stelle im gemeinsamen Material</translation>
    </message>
    <message>
        <source>Where the picture is split</source>
        <translation>Wo das Bild geteilt ist</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Geteilt</translation>
    </message>
    <message>
        <source>One picture behind the other</source>
        <translation>Ein Bild hinter dem anderen</translation>
    </message>
    <message>
        <source>Show the second file a frame earlier</source>
        <translation>Die zweite Datei ein Bild früher zeigen</translation>
    </message>
    <message>
        <source>Show the second file a frame later</source>
        <translation>Die zweite Datei ein Bild später zeigen</translation>
    </message>
    <message>
        <source>Play both in step</source>
        <translation>Beide im Gleichschritt abspielen</translation>
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
        <source>Not a duplicate</source>
        <translation>Kein Duplikat</translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
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
    <name>CopyCard</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Never suggest this folder</source>
        <translation>Ordner nie vorschlagen</translation>
    </message>
    <message>
        <source>Move to trash…</source>
        <translation>In den Papierkorb …</translation>
    </message>
    <message>
        <source>Better copy</source>
        <translation>Bessere Kopie</translation>
    </message>
    <message>
        <source>The same content: one of the two is enough.</source>
        <translation>Derselbe Inhalt: eine von beiden genügt.</translation>
    </message>
    <message>
        <source>All of it is in the other file.</source>
        <translation>Alles davon ist in der anderen Datei.</translation>
    </message>
</context>
<context>
    <name>CurrentSelection</name>
    <message numerus="yes">
        <source>%n item(s) of “%1”</source>
        <translation>
            <numerusform>%n Ausschnitt aus „%1“</numerusform>
            <numerusform>%n Ausschnitte aus „%1“</numerusform>
        </translation>
    </message>
    <message>
        <source>Whole of %1</source>
        <translation>Ganz %1</translation>
    </message>
    <message numerus="yes">
        <source>%n selected moment(s)</source>
        <translation>
            <numerusform>%n ausgewählter Moment</numerusform>
            <numerusform>%n ausgewählte Momente</numerusform>
        </translation>
    </message>
    <message>
        <source>Scene on screen</source>
        <translation>Gezeigte Szene</translation>
    </message>
    <message>
        <source>In to out</source>
        <translation>In bis Out</translation>
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
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Scene</source>
        <translation>Szene</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Timecode</source>
        <translation>Timecode</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>Auflösung</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>Bildrate</translation>
    </message>
    <message>
        <source>Codec</source>
        <translation>Codec</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Dynamic range</source>
        <translation>Dynamikumfang</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Halbbilder</translation>
    </message>
    <message>
        <source>Audio</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Track %1</source>
        <translation>Spur %1</translation>
    </message>
    <message>
        <source>Rotated by</source>
        <translation>Gedreht um</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
</context>
<context>
    <name>DismissedDialog</name>
    <message>
        <source>Dismissed pairs</source>
        <translation>Verworfene Paare</translation>
    </message>
    <message>
        <source>Pairs that are no duplicates</source>
        <translation>Paare, die keine Duplikate sind</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Not a duplicate of</source>
        <translation>Kein Duplikat von</translation>
    </message>
    <message>
        <source>No pair was dismissed.</source>
        <translation>Kein Paar wurde verworfen.</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Look for what the two share again.</source>
        <translation>Wieder nach dem suchen, was beide gemeinsam haben.</translation>
    </message>
</context>
<context>
    <name>Drops</name>
    <message>
        <source>Drop to find moments like this picture</source>
        <translation>Loslassen, um Momente wie dieses Bild zu finden</translation>
    </message>
    <message>
        <source>Drop to find moments like this scene</source>
        <translation>Loslassen, um Momente wie diese Szene zu finden</translation>
    </message>
    <message>
        <source>Drop to find moments like this video, or to add it</source>
        <translation>Loslassen, um Momente wie dieses Video zu finden oder es hinzuzufügen</translation>
    </message>
    <message>
        <source>moments</source>
        <translation>Momente</translation>
    </message>
</context>
<context>
    <name>Duplicates</name>
    <message>
        <source>%1 instead of %2</source>
        <translation>%1 statt %2</translation>
    </message>
    <message>
        <source>the other file is missing</source>
        <translation>die andere Datei fehlt</translation>
    </message>
    <message>
        <source>in a folder that is never suggested</source>
        <translation>in einem Ordner, der nie vorgeschlagen wird</translation>
    </message>
    <message>
        <source>%1 long instead of %2</source>
        <translation>%1 lang statt %2</translation>
    </message>
</context>
<context>
    <name>DuplicatesDialog</name>
    <message>
        <source>Progress of the search for duplicates</source>
        <translation>Fortschritt der Suche nach Duplikaten</translation>
    </message>
    <message>
        <source>Looking for the same footage in two files…</source>
        <translation>Gleiches Material in zwei Dateien wird gesucht …</translation>
    </message>
    <message>
        <source>No duplicates</source>
        <translation>Keine Duplikate</translation>
    </message>
    <message>
        <source>Dismissed pairs…</source>
        <translation>Verworfene Paare …</translation>
    </message>
    <message>
        <source>Pairs that were said to be no duplicates</source>
        <translation>Paare, die keine Duplikate sind</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Duplikate</translation>
    </message>
    <message>
        <source>Footage of “%1” in other videos</source>
        <translation>Material aus „%1“ in anderen Videos</translation>
    </message>
    <message>
        <source>No two videos of the library share footage.</source>
        <translation>Keine zwei Videos der Bibliothek haben gemeinsames Material.</translation>
    </message>
    <message>
        <source>No other video of the library has footage of this one.</source>
        <translation>Kein anderes Video der Bibliothek enthält Material aus diesem.</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>Paare</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Also in</source>
        <translation>Auch in</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>Versatz</translation>
    </message>
    <message>
        <source>Not searched</source>
        <translation>Nicht gesucht</translation>
    </message>
    <message numerus="yes">
        <source>%n pair(s)</source>
        <translation>
            <numerusform>%n Paar</numerusform>
            <numerusform>%n Paare</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n copies</source>
        <translation>
            <numerusform>%n Kopie</numerusform>
            <numerusform>%n Kopien</numerusform>
        </translation>
    </message>
    <message>
        <source>The best copy stands first.</source>
        <translation>Die beste Kopie steht zuerst.</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>In den Papierkorb</translation>
    </message>
    <message>
        <source>Move “%1” to the trash?</source>
        <translation>„%1“ in den Papierkorb verschieben?</translation>
    </message>
    <message>
        <source>All of its footage is in “%1”.</source>
        <translation>Alles davon ist in „%1“.</translation>
    </message>
    <message>
        <source>It is not suggested: “%1” is not a better copy of all of it.</source>
        <translation>Das wird nicht vorgeschlagen: „%1“ ist keine bessere Kopie von allem.</translation>
    </message>
</context>
<context>
    <name>DuplicatesWork</name>
    <message>
        <source>pair dismissed as no duplicate</source>
        <translation>Paar als kein Duplikat verworfen</translation>
    </message>
    <message>
        <source>dismissed pair taken back</source>
        <translation>Verworfenes Paar zurückgenommen</translation>
    </message>
    <message>
        <source>folder “%1” is never suggested</source>
        <translation>Ordner „%1“ wird nie vorgeschlagen</translation>
    </message>
    <message>
        <source>%1 It can be undone with Ctrl+Z.</source>
        <translation>%1 Es lässt sich mit Strg+Z rückgängig machen.</translation>
    </message>
</context>
<context>
    <name>EntryButton</name>
    <message>
        <source>Click: only these scenes. Ctrl and click: these too.</source>
        <translation>Klick: nur diese Szenen. Strg und Klick: diese auch.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>Export</translation>
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
        <source>Timeline: OpenTimelineIO</source>
        <translation>Timeline: OpenTimelineIO</translation>
    </message>
    <message>
        <source>Timeline: Final Cut Pro XML</source>
        <translation>Timeline: Final Cut Pro XML</translation>
    </message>
    <message>
        <source>Storyboard picture</source>
        <translation>Storyboard als Bild</translation>
    </message>
    <message>
        <source>Only what moves</source>
        <translation>Nur was sich bewegt</translation>
    </message>
    <message>
        <source>Leaves out scenes in which nothing moves</source>
        <translation>Lässt Szenen weg, in denen sich nichts bewegt</translation>
    </message>
    <message>
        <source>No silence</source>
        <translation>Keine Stille</translation>
    </message>
    <message>
        <source>Leaves out silent scenes</source>
        <translation>Lässt stille Szenen weg</translation>
    </message>
    <message>
        <source>Contact sheet</source>
        <translation>Kontaktbogen</translation>
    </message>
    <message>
        <source>Chapters</source>
        <translation>Kapitel</translation>
    </message>
    <message>
        <source>One video of all</source>
        <translation>Ein Video aus allen</translation>
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
    <message>
        <source>Scenes</source>
        <translation>Szenen</translation>
    </message>
    <message>
        <source>HDR stays HDR (HEVC, 10 bits); a .webm file gets SDR.</source>
        <translation>HDR bleibt HDR (HEVC, 10 Bit); eine .webm-Datei bekommt SDR.</translation>
    </message>
    <message>
        <source>Interlaced video keeps its fields; a .webm file is deinterlaced.</source>
        <translation>Video im Zeilensprungverfahren behält seine Halbbilder; eine .webm-Datei bekommt Vollbilder.</translation>
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
        <source>Saved %1</source>
        <translation>Gespeichert: %1</translation>
    </message>
    <message>
        <source>The export failed.</source>
        <translation>Der Export ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>Storyboard of these moments</source>
        <translation>Storyboard dieser Momente</translation>
    </message>
    <message>
        <source>Video clips (frame-accurate)</source>
        <translation>Videoclips (bildgenau)</translation>
    </message>
    <message>
        <source>Timeline: EDL</source>
        <translation>Timeline: EDL</translation>
    </message>
    <message>
        <source>Spreadsheet (CSV)</source>
        <translation>Tabelle (CSV)</translation>
    </message>
    <message>
        <source>Highlights video</source>
        <translation>Highlights-Video</translation>
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
        <translation>Erneut versuchen</translation>
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
        <source>New videos in these folders are added automatically, also those that arrived while videxplore was closed. What you remove from the library stays removed.</source>
        <translation>Neue Videos in diesen Ordnern werden von selbst hinzugefügt, auch solche, die kamen, während videxplore geschlossen war. Was Sie aus der Bibliothek entfernen, bleibt entfernt.</translation>
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
        <source>On screen: “%1”</source>
        <translation>Im Bild: „%1“</translation>
    </message>
    <message>
        <source>Said: “%1”</source>
        <translation>Gesagt: „%1“</translation>
    </message>
    <message>
        <source>Drag a box around what you are looking for. Esc goes back.</source>
        <translation>Ziehen Sie einen Rahmen um das, was Sie suchen. Esc kehrt zurück.</translation>
    </message>
</context>
<context>
    <name>GapButton</name>
    <message>
        <source>→ within %1 s</source>
        <translation>→ binnen %1 s</translation>
    </message>
    <message>
        <source>How soon the second scene must follow</source>
        <translation>Wie bald die zweite Szene folgen muss</translation>
    </message>
    <message>
        <source>Follows within %1 s</source>
        <translation>Folgt binnen %1 s</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>HeatWork</name>
    <message>
        <source>No label is certain here. Search for a scene to see what matches.</source>
        <translation>Hier ist kein Label sicher. Suchen Sie nach einer Szene, um zu sehen, was übereinstimmt.</translation>
    </message>
    <message>
        <source>Why “%1”</source>
        <translation>Warum „%1“</translation>
    </message>
    <message>
        <source>What matches</source>
        <translation>Was übereinstimmt</translation>
    </message>
    <message>
        <source>strongest at %1</source>
        <translation>am stärksten bei %1</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import %1</source>
        <translation>%1 importieren</translation>
    </message>
    <message>
        <source>Add to a bin</source>
        <translation>In eine Sammlung legen</translation>
    </message>
    <message>
        <source>Mark the moments</source>
        <translation>Die Momente markieren</translation>
    </message>
    <message>
        <source>Teach what the notes name</source>
        <translation>Labels aus den Notizen anlernen</translation>
    </message>
    <message>
        <source>All of it is about %1, which is open</source>
        <translation>Alles betrifft %1, das geöffnet ist</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>In</source>
        <translation>In</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Out</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Bemerkungen</translation>
    </message>
    <message>
        <source>Moments that were found</source>
        <translation>Gefundene Momente</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen …</translation>
    </message>
    <message numerus="yes">
        <source>%n moment(s) found</source>
        <translation>
            <numerusform>%n Moment gefunden</numerusform>
            <numerusform>%n Momente gefunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n video(s)</source>
        <translation>
            <numerusform>in %n Video</numerusform>
            <numerusform>in %n Videos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> and %n more</source>
        <translation>
            <numerusform> und %n weiteres</numerusform>
            <numerusform> und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Not in the library: %1</source>
        <translation>Nicht in der Bibliothek: %1</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>Die Datei kann nicht gelesen werden.</translation>
    </message>
</context>
<context>
    <name>IncomingFiles</name>
    <message>
        <source>Add a folder of videos</source>
        <translation>Ordner mit Videos hinzufügen</translation>
    </message>
    <message>
        <source>No videos were found in %1.</source>
        <translation>In %1 wurden keine Videos gefunden.</translation>
    </message>
    <message numerus="yes">
        <source>Drop to import %n file(s)</source>
        <translation>
            <numerusform>Loslassen, um %n Datei zu importieren</numerusform>
            <numerusform>Loslassen, um %n Dateien zu importieren</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop to find moments like this picture</source>
        <translation>Loslassen, um Momente wie dieses Bild zu finden</translation>
    </message>
    <message numerus="yes">
        <source>Drop to add %n folder(s)</source>
        <translation>
            <numerusform>Loslassen, um %n Ordner hinzuzufügen</numerusform>
            <numerusform>Loslassen, um %n Ordner hinzuzufügen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Drop to add %n file(s)</source>
        <translation>
            <numerusform>Loslassen, um %n Datei hinzuzufügen</numerusform>
            <numerusform>Loslassen, um %n Dateien hinzuzufügen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Drop to add %n item(s)</source>
        <translation>
            <numerusform>Loslassen, um %n Objekt hinzuzufügen</numerusform>
            <numerusform>Loslassen, um %n Objekte hinzuzufügen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IndexingDetails</name>
    <message>
        <source>Details of indexing</source>
        <translation>Details der Erfassung</translation>
    </message>
    <message>
        <source>Searchable</source>
        <translation>Durchsuchbar</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Läuft auf</translation>
    </message>
    <message>
        <source>Slowed by</source>
        <translation>Gebremst durch</translation>
    </message>
    <message>
        <source>%1× real time</source>
        <translation>%1× Echtzeit</translation>
    </message>
    <message>
        <source>the disk</source>
        <translation>das Laufwerk</translation>
    </message>
    <message>
        <source>decoding</source>
        <translation>das Dekodieren</translation>
    </message>
    <message>
        <source>the model</source>
        <translation>das Modell</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiteres</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IndexingWork</name>
    <message>
        <source>Replaced on disk, kept as missing with what you marked: %1</source>
        <translation>Datei ersetzt; als fehlend behalten, mit Ihren Markierungen: %1</translation>
    </message>
</context>
<context>
    <name>ItemPanel</name>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Verworfen</translation>
    </message>
    <message>
        <source>In</source>
        <translation>In</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Out</translation>
    </message>
    <message>
        <source>%1 long</source>
        <translation>%1 lang</translation>
    </message>
    <message>
        <source>In must come before out, and both must lie in the video.</source>
        <translation>In muss vor Out liegen, und beide im Video.</translation>
    </message>
    <message>
        <source>item trimmed</source>
        <translation>Ausschnitt gekürzt</translation>
    </message>
    <message>
        <source>note changed</source>
        <translation>Notiz geändert</translation>
    </message>
    <message>
        <source>item rejected</source>
        <translation>Ausschnitt verworfen</translation>
    </message>
    <message>
        <source>item kept</source>
        <translation>Ausschnitt behalten</translation>
    </message>
    <message>
        <source>item rated</source>
        <translation>Ausschnitt bewertet</translation>
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
        <source>More actions</source>
        <translation>Weitere Aktionen</translation>
    </message>
    <message>
        <source>right-click</source>
        <translation>Rechtsklick</translation>
    </message>
    <message>
        <source>In a bin: rate</source>
        <translation>In einer Sammlung: bewerten</translation>
    </message>
    <message>
        <source>In a bin: reject, note</source>
        <translation>In einer Sammlung: verwerfen, Notiz</translation>
    </message>
    <message>
        <source>In a bin: in and out at the playhead</source>
        <translation>In einer Sammlung: In, Out an der Abspielposition</translation>
    </message>
    <message>
        <source>In a bin: move</source>
        <translation>In einer Sammlung: verschieben</translation>
    </message>
    <message>
        <source>Ctrl+arrows</source>
        <translation>Strg+Pfeile</translation>
    </message>
    <message>
        <source>In a bin: remove</source>
        <translation>In einer Sammlung: entfernen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>Mausrad</translation>
    </message>
    <message>
        <source>drag</source>
        <translation>ziehen</translation>
    </message>
    <message>
        <source>Search box</source>
        <translation>Suchfeld</translation>
    </message>
    <message>
        <source>To the results</source>
        <translation>Zu den Treffern</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Pfeil ab</translation>
    </message>
    <message>
        <source>Remove the last example</source>
        <translation>Letztes Beispiel entfernen</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Rücktaste</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Timeline</translation>
    </message>
    <message>
        <source>Go to a time</source>
        <translation>Zu einer Zeit</translation>
    </message>
    <message>
        <source>click or drag</source>
        <translation>klicken, ziehen</translation>
    </message>
    <message>
        <source>Zoom in and out</source>
        <translation>Größer und kleiner</translation>
    </message>
    <message>
        <source>Move along</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Zoom to a scene</source>
        <translation>Auf eine Szene zoomen</translation>
    </message>
    <message>
        <source>double-click</source>
        <translation>Doppelklick</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Lasso scenes</source>
        <translation>Szenen einkreisen</translation>
    </message>
    <message>
        <source>Move about</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Shift+drag, arrows</source>
        <translation>Umschalt+ziehen, Pfeile</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Alone on the screen</source>
        <translation>Allein auf dem Schirm</translation>
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
    <name>LabelEdits</name>
    <message>
        <source>label “%1” deleted</source>
        <translation>Label „%1“ gelöscht</translation>
    </message>
    <message>
        <source>“%1” renamed</source>
        <translation>„%1“ umbenannt</translation>
    </message>
    <message>
        <source>“%1” taught</source>
        <translation>„%1“ angelernt</translation>
    </message>
</context>
<context>
    <name>LabelList</name>
    <message>
        <source>Recognised actions and objects</source>
        <translation>Erkannte Aktionen und Objekte</translation>
    </message>
    <message>
        <source>%1, according to %2</source>
        <translation>%1, laut %2</translation>
    </message>
</context>
<context>
    <name>Labels</name>
    <message>
        <source>sure</source>
        <translation>sicher</translation>
    </message>
    <message>
        <source>likely</source>
        <translation>wahrscheinlich</translation>
    </message>
</context>
<context>
    <name>LabelsDialog</name>
    <message>
        <source>My labels</source>
        <translation>Meine Labels</translation>
    </message>
    <message>
        <source>Show scenes</source>
        <translation>Szenen zeigen</translation>
    </message>
    <message>
        <source>More examples…</source>
        <translation>Weitere Beispiele …</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Scenes</source>
        <translation>Szenen</translation>
    </message>
    <message>
        <source>Doubtful</source>
        <translation>Zweifelhaft</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>Nothing was taught yet: select scenes and press + Teach.</source>
        <translation>Noch kein Label wurde angelernt: Wählen Sie Szenen aus und klicken Sie auf + Anlernen.</translation>
    </message>
    <message numerus="yes">
        <source>%n yes</source>
        <translation>
            <numerusform>%n ja</numerusform>
            <numerusform>%n ja</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n no</source>
        <translation>
            <numerusform>%n nein</numerusform>
            <numerusform>%n nein</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LabelsPanel</name>
    <message>
        <source>+ Teach</source>
        <translation>+ Anlernen</translation>
    </message>
    <message>
        <source>Name what the selected moments, or this scene, show</source>
        <translation>Benennen, was die ausgewählten Momente oder diese Szene zeigen</translation>
    </message>
    <message>
        <source>My labels</source>
        <translation>Meine Labels</translation>
    </message>
    <message>
        <source>List, rename, teach further and delete the labels you taught</source>
        <translation>Angelernte Labels auflisten, umbenennen, weiter anlernen und löschen</translation>
    </message>
    <message>
        <source>In this video</source>
        <translation>In diesem Video</translation>
    </message>
    <message>
        <source>Get a model for actions…</source>
        <translation>Modell für Aktionen laden …</translation>
    </message>
    <message>
        <source>No model has looked for actions in this video</source>
        <translation>Kein Modell hat in diesem Video nach Aktionen gesucht</translation>
    </message>
    <message>
        <source>Nothing was recognised with certainty.</source>
        <translation>Nichts wurde mit Sicherheit erkannt.</translation>
    </message>
    <message>
        <source>In this frame</source>
        <translation>In diesem Bild</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>No video is open.</source>
        <translation>Kein Video ist geöffnet.</translation>
    </message>
</context>
<context>
    <name>LibraryControls</name>
    <message>
        <source>Show as a grid</source>
        <translation>Als Raster zeigen</translation>
    </message>
    <message>
        <source>Show as a table</source>
        <translation>Als Tabelle zeigen</translation>
    </message>
</context>
<context>
    <name>LibraryEdits</name>
    <message numerus="yes">
        <source>%n video(s) removed</source>
        <translation>
            <numerusform>%n Video entfernt</numerusform>
            <numerusform>%n Videos entfernt</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” moved to the trash</source>
        <translation>„%1“ in den Papierkorb verschoben</translation>
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
        <translation>Ziehen Sie Videos oder Ordner ins Fenster.</translation>
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
        <source>Duplicates</source>
        <translation>Duplikate</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>Namen filtern</translation>
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
        <source>Videos you add appear here right away. Your files stay where they are.</source>
        <translation>Hinzugefügte Videos erscheinen sofort hier. Ihre Dateien bleiben, wo sie sind.</translation>
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
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>Datei zuordnen …</translation>
    </message>
    <message>
        <source>Find reused footage</source>
        <translation>Wiederverwendetes Material suchen</translation>
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
    <message numerus="yes">
        <source>Remove %n video(s) from library</source>
        <translation>
            <numerusform>%n Video aus der Bibliothek entfernen</numerusform>
            <numerusform>%n Videos aus der Bibliothek entfernen</numerusform>
        </translation>
    </message>
    <message>
        <source>Only some videos are shown</source>
        <translation>Nur einige Videos werden gezeigt</translation>
    </message>
    <message>
        <source>Show only some videos</source>
        <translation>Nur einige Videos zeigen</translation>
    </message>
    <message>
        <source>Sorted by: %1</source>
        <translation>Sortiert nach: %1</translation>
    </message>
    <message>
        <source>Nothing is known of the videos yet</source>
        <translation>Über die Videos ist noch nichts bekannt</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Date recorded</source>
        <translation>Aufnahmedatum</translation>
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
        <source>Largest first</source>
        <translation>Größte zuerst</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>Bildrate</translation>
    </message>
    <message>
        <source>Frame size</source>
        <translation>Bildgröße</translation>
    </message>
    <message>
        <source>Codec</source>
        <translation>Codec</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Reverse order</source>
        <translation>Umgekehrte Reihenfolge</translation>
    </message>
    <message>
        <source>Hide offline</source>
        <translation>Nicht erreichbare ausblenden</translation>
    </message>
</context>
<context>
    <name>LiveScenes</name>
    <message>
        <source>Scenes of all videos that are being indexed</source>
        <translation>Szenen aller Videos, die erfasst werden</translation>
    </message>
    <message>
        <source>Scenes found</source>
        <translation>Gefundene Szenen</translation>
    </message>
    <message>
        <source>Show the player instead</source>
        <translation>Stattdessen den Player zeigen</translation>
    </message>
    <message numerus="yes">
        <source>%n scene(s)</source>
        <translation>
            <numerusform>%n Szene</numerusform>
            <numerusform>%n Szenen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n video(s) not searchable yet</source>
        <translation>
            <numerusform>%n Video noch nicht durchsuchbar</numerusform>
            <numerusform>%n Videos noch nicht durchsuchbar</numerusform>
        </translation>
    </message>
    <message>
        <source>not searchable yet</source>
        <translation>noch nicht durchsuchbar</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
</context>
<context>
    <name>MachinesPage</name>
    <message>
        <source>Scheduler</source>
        <translation>Scheduler</translation>
    </message>
    <message>
        <source>Shared folders</source>
        <translation>Freigegebene Ordner</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Läuft auf</translation>
    </message>
    <message>
        <source>Analyses</source>
        <translation>Analysiert</translation>
    </message>
    <message>
        <source>Machines</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Seconds of video analysed in a second</source>
        <translation>Sekunden Video, die in einer Sekunde analysiert werden</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Copy the command of a worker</source>
        <translation>Befehl für einen Worker kopieren</translation>
    </message>
    <message>
        <source>For a terminal of another machine that has the certificates in the folder “cluster”</source>
        <translation>Für ein Terminal eines anderen Rechners, der die Zertifikate im Ordner „cluster“ hat</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Shared folder</source>
        <translation>Freigegebener Ordner</translation>
    </message>
    <message>
        <source>Other machines help to analyse: run “videxplore cluster start” here, and “videxplore worker” with its address on each of them. A shared folder has a name, as its path may differ there.</source>
        <translation>Andere Rechner analysieren mit: Starten Sie hier „videxplore cluster start“ und auf jedem von ihnen „videxplore worker“ mit der Adresse. Ein freigegebener Ordner hat einen Namen, weil sein Pfad dort anders sein kann.</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Hinzufügen …</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
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
        <translation>Ziehen Sie einen Ordner mit Videos ins Fenster</translation>
    </message>
    <message>
        <source>Click any scene to see every moment like it. Nothing leaves this computer.</source>
        <translation>Klicken Sie eine Szene an, um alle ähnlichen Momente zu sehen. Nichts verlässt diesen Computer.</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Ordner wählen …</translation>
    </message>
    <message>
        <source>Try with sample clips</source>
        <translation>Mit Beispielclips ausprobieren</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Player</source>
        <translation>Player</translation>
    </message>
</context>
<context>
    <name>MapControls</name>
    <message>
        <source>colour by</source>
        <translation>Farbe nach</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
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
        <source>Scenes appear here as videos are indexed; similar ones lie together.</source>
        <translation>Hier erscheinen Szenen, während Videos erfasst werden; ähnliche liegen beieinander.</translation>
    </message>
    <message>
        <source>Drag to lasso · Scroll to zoom · Shift-drag to pan</source>
        <translation>Ziehen fängt ein · das Rad zoomt · Umschalt und Ziehen verschiebt</translation>
    </message>
</context>
<context>
    <name>MapTab</name>
    <message>
        <source>Clear lasso</source>
        <translation>Lasso aufheben</translation>
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
        <source>Similar scenes will lie together.</source>
        <translation>Szenen, die sich ähneln, werden beieinander liegen.</translation>
    </message>
    <message>
        <source>arranging… %1</source>
        <translation>wird angeordnet … %1</translation>
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
        <source>Drag to lasso scenes, scroll to zoom, Shift-drag to pan.</source>
        <translation>Ziehen fängt Szenen ein, das Rad zoomt, Umschalt und Ziehen verschiebt.</translation>
    </message>
</context>
<context>
    <name>MatchGroups</name>
    <message>
        <source>Same shot</source>
        <translation>Gleiche Aufnahme</translation>
    </message>
    <message>
        <source>Very similar</source>
        <translation>Sehr ähnlich</translation>
    </message>
    <message>
        <source>Nearest others</source>
        <translation>Ähnlichste andere</translation>
    </message>
    <message>
        <source>Uncertain</source>
        <translation>Unsicher</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weiterer</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hide %n</source>
        <translation>
            <numerusform>%n ausblenden</numerusform>
            <numerusform>%n ausblenden</numerusform>
        </translation>
    </message>
    <message>
        <source>Found only by labels that are less certain than those that are shown.</source>
        <translation>Nur durch Bezeichnungen gefunden, die weniger sicher sind als die angezeigten.</translation>
    </message>
</context>
<context>
    <name>Metadata</name>
    <message>
        <source>N</source>
        <translation>N</translation>
    </message>
    <message>
        <source>S</source>
        <translation>S</translation>
    </message>
    <message>
        <source>E</source>
        <translation>O</translation>
    </message>
    <message>
        <source>W</source>
        <translation>W</translation>
    </message>
    <message>
        <source>interlaced, top field first</source>
        <translation>Halbbilder, oberes zuerst</translation>
    </message>
    <message>
        <source>interlaced, bottom field first</source>
        <translation>Halbbilder, unteres zuerst</translation>
    </message>
    <message>
        <source>greyscale</source>
        <translation>Graustufen</translation>
    </message>
    <message>
        <source>%1 bit</source>
        <translation>%1 Bit</translation>
    </message>
    <message>
        <source>transparency</source>
        <translation>Transparenz</translation>
    </message>
    <message>
        <source>limited range</source>
        <translation>begrenzter Bereich</translation>
    </message>
    <message>
        <source>full range</source>
        <translation>voller Bereich</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>checking %1 of %2</source>
        <translation>%1 von %2 geprüft</translation>
    </message>
    <message>
        <source>busy for %1 s</source>
        <translation>seit %1 s beschäftigt</translation>
    </message>
    <message>
        <source>Get</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>From file…</source>
        <translation>Aus Datei …</translation>
    </message>
    <message>
        <source>The results that its publisher gives were not reproduced with videxplore yet.</source>
        <translation>Die Ergebnisse, die der Herausgeber nennt, wurden mit videxplore noch nicht nachvollzogen.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>From folder…</source>
        <translation>Aus Ordner …</translation>
    </message>
    <message>
        <source>Waiting…</source>
        <translation>Wartet …</translation>
    </message>
    <message>
        <source>Needs the package %1, which is not installed.</source>
        <translation>Braucht das Paket %1, das nicht installiert ist.</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Chosen, but its file is not here: get it, or use another one.</source>
        <translation>Gewählt, aber die Datei fehlt: Laden Sie sie, oder verwenden Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>comes with the program</source>
        <translation>im Programm enthalten</translation>
    </message>
    <message numerus="yes">
        <source>%n label(s)</source>
        <translation>
            <numerusform>%n Label</numerusform>
            <numerusform>%n Labels</numerusform>
        </translation>
    </message>
    <message>
        <source>no file is published; you train it</source>
        <translation>keine Datei veröffentlicht; Sie trainieren es</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>etwa %1</translation>
    </message>
    <message>
        <source>about %1 for this library</source>
        <translation>etwa %1 für diese Bibliothek</translation>
    </message>
    <message>
        <source>Folder with the files of the model</source>
        <translation>Ordner mit den Dateien des Modells</translation>
    </message>
    <message>
        <source>Model file</source>
        <translation>Modelldatei</translation>
    </message>
    <message>
        <source>Model files (*.safetensors *.pth *.pt *.pyth)</source>
        <translation>Modelldateien (*.safetensors *.pth *.pt *.pyth)</translation>
    </message>
</context>
<context>
    <name>ModelsWork</name>
    <message>
        <source>The model could not be loaded.</source>
        <translation>Das Modell konnte nicht geladen werden.</translation>
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
        <source>Followed by this</source>
        <translation>Gefolgt von diesem</translation>
    </message>
    <message>
        <source>Add to selects</source>
        <translation>Zur Auswahl hinzufügen</translation>
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
        <translation>Label anlernen …</translation>
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
    <name>PairView</name>
    <message>
        <source>Both pictures</source>
        <translation>Beide Bilder</translation>
    </message>
</context>
<context>
    <name>Player</name>
    <message>
        <source>Player</source>
        <translation>Player</translation>
    </message>
    <message>
        <source>Search for this frame</source>
        <translation>Nach diesem Bild suchen</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Select a video, or search for words or a picture.</source>
        <translation>Wählen Sie ein Video, oder suchen Sie nach Wörtern oder einem Bild.</translation>
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
        <source>Frame copied.</source>
        <translation>Bild kopiert.</translation>
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
        <source>Pause, back to normal speed</source>
        <translation>Anhalten, zurück zu normaler Geschwindigkeit</translation>
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
        <translation>In-Punkt setzen</translation>
    </message>
    <message>
        <source>Set the out point</source>
        <translation>Out-Punkt setzen</translation>
    </message>
    <message>
        <source>Go to the in point</source>
        <translation>Zum In-Punkt</translation>
    </message>
    <message>
        <source>Go to the out point</source>
        <translation>Zum Out-Punkt</translation>
    </message>
    <message>
        <source>Loop between in and out</source>
        <translation>Zwischen In und Out wiederholen</translation>
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
        <source>Save the picture…</source>
        <translation>Bild speichern …</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>Search in a box</source>
        <translation>Rahmensuche</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Label and time on the picture</source>
        <translation>Label und Zeit auf dem Bild</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
</context>
<context>
    <name>PlayerControls</name>
    <message>
        <source>is not a time: try 75.5, 1:15.5 or f433 for a frame</source>
        <translation>ist keine Zeit: etwa 75.5, 1:15.5 oder f433 für ein Bild</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Name of the video</source>
        <translation>Name des Videos</translation>
    </message>
    <message>
        <source>In, out and length</source>
        <translation>In, Out und Länge</translation>
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
    <name>QueryBar</name>
    <message>
        <source>Search: words, or drop or paste a picture</source>
        <translation>Suchen: Wörter eingeben, Bild hineinziehen oder einfügen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Describe what you look for, or drop or paste a picture</source>
        <translation>Suchen: Beschreibung, oder ein Bild fallen lassen oder einfügen</translation>
    </message>
    <message>
        <source>Click, drop or type what follows</source>
        <translation>Anklicken, hineinziehen oder eingeben, was folgt</translation>
    </message>
    <message>
        <source>Add words</source>
        <translation>Wörter hinzufügen</translation>
    </message>
    <message>
        <source>Add words or a description</source>
        <translation>Wörter oder eine Beschreibung dazu</translation>
    </message>
    <message>
        <source>like</source>
        <translation>ähnlich</translation>
    </message>
    <message>
        <source>not like</source>
        <translation>unähnlich</translation>
    </message>
    <message>
        <source>scene %1</source>
        <translation>Szene %1</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>region</source>
        <translation>Rahmen</translation>
    </message>
</context>
<context>
    <name>RatingStars</name>
    <message>
        <source>Rating %1</source>
        <translation>Bewertung %1</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>The file %1</source>
        <translation>Die Datei %1</translation>
    </message>
</context>
<context>
    <name>RecordedDatesDialog</name>
    <message>
        <source>Date recorded</source>
        <translation>Aufnahmedatum</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Erster Tag</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
</context>
<context>
    <name>Relinking</name>
    <message>
        <source>Where is “%1”?</source>
        <translation>Wo ist „%1“?</translation>
    </message>
    <message>
        <source>Files of this kind (%1)</source>
        <translation>Dateien dieser Art (%1)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message numerus="yes">
        <source>%n other missing video(s) were moved along.</source>
        <translation>
            <numerusform>%n anderes fehlendes Video wurde mit verschoben.</numerusform>
            <numerusform>%n andere fehlende Videos wurden mit verschoben.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiteres</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Locate all</source>
        <translation>Alle übernehmen</translation>
    </message>
    <message>
        <source>Only this one</source>
        <translation>Nur dieses</translation>
    </message>
    <message>
        <source>It is taken if it is as long as the one before.</source>
        <translation>Sie wird übernommen, wenn sie so lang ist wie die bisherige.</translation>
    </message>
    <message>
        <source>Locate anyway</source>
        <translation>Trotzdem übernehmen</translation>
    </message>
    <message>
        <source>Locate</source>
        <translation>Datei zuordnen</translation>
    </message>
    <message numerus="yes">
        <source>%n video(s) located</source>
        <translation>
            <numerusform>Neuer Ort von %n Video festgelegt</numerusform>
            <numerusform>Neuer Ort von %n Videos festgelegt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RemarksDialog</name>
    <message>
        <source>Note, tags and rating</source>
        <translation>Notiz, Schlagwörter und Bewertung</translation>
    </message>
    <message>
        <source>dusk, harbour</source>
        <translation>Dämmerung, Hafen</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>Words of notes and tags can be searched for.</source>
        <translation>Nach Wörtern aus Notizen und Schlagwörtern kann gesucht werden.</translation>
    </message>
</context>
<context>
    <name>ResultViews</name>
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
        <source>Show as a table</source>
        <translation>Als Tabelle zeigen</translation>
    </message>
</context>
<context>
    <name>ResultsTable</name>
    <message>
        <source>Clip</source>
        <translation>Clip</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Match</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Found by</source>
        <translation>Gefunden durch</translation>
    </message>
    <message>
        <source>Date recorded</source>
        <translation>Aufnahmedatum</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>Bildrate</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Similar moments in columns</source>
        <translation>Ähnliche Momente in Spalten</translation>
    </message>
</context>
<context>
    <name>RunNews</name>
    <message numerus="yes">
        <source>%n video(s) indexed</source>
        <translation>
            <numerusform>%n Video erfasst</numerusform>
            <numerusform>%n Videos erfasst</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n fehlgeschlagen</numerusform>
            <numerusform>%n fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message>
        <source>Indexing is done</source>
        <translation>Erfassung abgeschlossen</translation>
    </message>
</context>
<context>
    <name>SavedSearches</name>
    <message>
        <source>search “%1” saved</source>
        <translation>Suche „%1“ gespeichert</translation>
    </message>
    <message>
        <source>search “%1” renamed</source>
        <translation>Suche „%1“ umbenannt</translation>
    </message>
    <message>
        <source>saved search “%1” removed</source>
        <translation>Gespeicherte Suche „%1“ entfernt</translation>
    </message>
</context>
<context>
    <name>SceneFacts</name>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Movement</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>Still</source>
        <translation>Unbewegt</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Schwarz</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>Unschärfe</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Lautheit</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>Stille</translation>
    </message>
    <message>
        <source>Probably speech</source>
        <translation>Vermutlich Sprache</translation>
    </message>
    <message>
        <source>Probably music</source>
        <translation>Vermutlich Musik</translation>
    </message>
    <message>
        <source>Static</source>
        <translation>Statisch</translation>
    </message>
    <message>
        <source>Pan to the left</source>
        <translation>Schwenk nach links</translation>
    </message>
    <message>
        <source>Pan to the right</source>
        <translation>Schwenk nach rechts</translation>
    </message>
    <message>
        <source>Tilt up</source>
        <translation>Schwenk nach oben</translation>
    </message>
    <message>
        <source>Tilt down</source>
        <translation>Schwenk nach unten</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Zoomt hinein</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Zoomt heraus</translation>
    </message>
    <message>
        <source>Moves</source>
        <translation>Bewegt</translation>
    </message>
</context>
<context>
    <name>SceneFilterMenu</name>
    <message>
        <source>Scene content</source>
        <translation>Inhalt der Szene</translation>
    </message>
    <message>
        <source>Moving or still</source>
        <translation>Bewegt oder unbewegt</translation>
    </message>
    <message>
        <source>Something moves</source>
        <translation>Etwas bewegt sich</translation>
    </message>
    <message>
        <source>Nothing moves</source>
        <translation>Nichts bewegt sich</translation>
    </message>
    <message>
        <source>Any camera move</source>
        <translation>Jede Kamerabewegung</translation>
    </message>
    <message>
        <source>Static camera</source>
        <translation>Statische Kamera</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Schwenk</translation>
    </message>
    <message>
        <source>Tilt</source>
        <translation>Vertikalschwenk</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Any light</source>
        <translation>Jede Helligkeit</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Bright</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Sharp or blurred</source>
        <translation>Scharf oder unscharf</translation>
    </message>
    <message>
        <source>Sharp</source>
        <translation>Scharf</translation>
    </message>
    <message>
        <source>Blurred</source>
        <translation>Unscharf</translation>
    </message>
    <message>
        <source>Any sound</source>
        <translation>Jeder Ton</translation>
    </message>
    <message>
        <source>Silent</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>Not silent</source>
        <translation>Nicht stumm</translation>
    </message>
    <message>
        <source>Probably speech</source>
        <translation>Vermutlich Sprache</translation>
    </message>
    <message>
        <source>Probably music</source>
        <translation>Vermutlich Musik</translation>
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
        <source>Scenes appear once this video has been analysed.</source>
        <translation>Szenen erscheinen, sobald dieses Video analysiert ist.</translation>
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
        <source>What must follow</source>
        <translation>Was folgen muss</translation>
    </message>
    <message>
        <source>Followed by…</source>
        <translation>Gefolgt von …</translation>
    </message>
    <message>
        <source>Press, then click the scene that comes next.</source>
        <translation>Drücken, dann die Szene anklicken, die folgt.</translation>
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
        <source>Both</source>
        <translation>Beides</translation>
    </message>
    <message>
        <source>Appearance and motion</source>
        <translation>Aussehen und Bewegung</translation>
    </message>
    <message>
        <source>Hide this video</source>
        <translation>Dieses Video ausblenden</translation>
    </message>
    <message>
        <source>Any length</source>
        <translation>Jede Länge</translation>
    </message>
    <message>
        <source>Any match</source>
        <translation>Jeder Treffer</translation>
    </message>
    <message>
        <source>Strong matches only</source>
        <translation>Nur starke Treffer</translation>
    </message>
    <message>
        <source>Very strong matches only</source>
        <translation>Nur sehr starke Treffer</translation>
    </message>
    <message>
        <source>Only in %1</source>
        <translation>Nur in %1</translation>
    </message>
    <message>
        <source>At least %1 s long</source>
        <translation>Mindestens %1 s lang</translation>
    </message>
</context>
<context>
    <name>SearchWork</name>
    <message>
        <source>Open a video first; then its scenes can be searched for.</source>
        <translation>Öffnen Sie zuerst ein Video; dann lässt sich nach seinen Szenen suchen.</translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message>
        <source>Selected moments</source>
        <translation>Ausgewählte Momente</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>Nichts auswählen</translation>
    </message>
    <message>
        <source>Add to selects</source>
        <translation>Zur Auswahl hinzufügen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Teach</source>
        <translation>Anlernen</translation>
    </message>
    <message>
        <source>Storyboard</source>
        <translation>Storyboard</translation>
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
    <name>SelectsActions</name>
    <message>
        <source>Open a video first, or select scenes.</source>
        <translation>Öffnen Sie zuerst ein Video, oder wählen Sie Szenen aus.</translation>
    </message>
</context>
<context>
    <name>SelectsTab</name>
    <message>
        <source>Bins</source>
        <translation>Sammlungen</translation>
    </message>
    <message>
        <source>Items of the bin</source>
        <translation>Ausschnitte der Sammlung</translation>
    </message>
    <message>
        <source>Play the bin as one film</source>
        <translation>Sammlung als einen Film abspielen</translation>
    </message>
    <message>
        <source>Search for scenes like these</source>
        <translation>Nach solchen Szenen suchen</translation>
    </message>
    <message>
        <source>Teach from these</source>
        <translation>Aus diesen anlernen</translation>
    </message>
    <message>
        <source>Export the bin</source>
        <translation>Sammlung exportieren</translation>
    </message>
    <message>
        <source>New bin</source>
        <translation>Neue Sammlung</translation>
    </message>
    <message>
        <source>Import a timeline or annotations</source>
        <translation>Timeline oder Annotationen importieren</translation>
    </message>
    <message>
        <source>Delete the bin</source>
        <translation>Sammlung löschen</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) rated</source>
        <translation>
            <numerusform>%n Ausschnitt bewertet</numerusform>
            <numerusform>%n Ausschnitte bewertet</numerusform>
        </translation>
    </message>
    <message>
        <source>item trimmed</source>
        <translation>Ausschnitt gekürzt</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n Ausschnitt</numerusform>
            <numerusform>%n Ausschnitte</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep what you found</source>
        <translation>Gefundenes behalten</translation>
    </message>
    <message>
        <source>Press B on a scene, or drag scenes here. They are kept in their order, to be exported.</source>
        <translation>Drücken Sie B auf einer Szene, oder ziehen Sie Szenen hierher. Sie behalten ihre Reihenfolge und lassen sich exportieren.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>Item %1: %2</source>
        <translation>Ausschnitt %1: %2</translation>
    </message>
    <message>
        <source>bin “%1” renamed</source>
        <translation>Sammlung „%1“ umbenannt</translation>
    </message>
    <message>
        <source>Bin %1</source>
        <translation>Sammlung %1</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) kept</source>
        <translation>
            <numerusform>%n Ausschnitt behalten</numerusform>
            <numerusform>%n Ausschnitte behalten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) rejected</source>
        <translation>
            <numerusform>%n Ausschnitt verworfen</numerusform>
            <numerusform>%n Ausschnitte verworfen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) removed from the bin</source>
        <translation>
            <numerusform>%n Ausschnitt aus der Sammlung entfernt</numerusform>
            <numerusform>%n Ausschnitte aus der Sammlung entfernt</numerusform>
        </translation>
    </message>
    <message>
        <source>Open the video of this item first, at its new in or out point.</source>
        <translation>Öffnen Sie zuerst das Video dieses Ausschnitts, am neuen In- oder Out-Punkt.</translation>
    </message>
    <message>
        <source>In must come before out, and both must lie in the video.</source>
        <translation>In muss vor Out liegen, und beide im Video.</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) moved</source>
        <translation>
            <numerusform>%n Ausschnitt verschoben</numerusform>
            <numerusform>%n Ausschnitte verschoben</numerusform>
        </translation>
    </message>
    <message>
        <source>Play from here</source>
        <translation>Ab hier abspielen</translation>
    </message>
    <message>
        <source>Search for this</source>
        <translation>Danach suchen</translation>
    </message>
    <message>
        <source>Teach an action…</source>
        <translation>Label anlernen …</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Remove from the bin</source>
        <translation>Aus der Sammlung entfernen</translation>
    </message>
</context>
<context>
    <name>SelectsWork</name>
    <message numerus="yes">
        <source>%n scene(s) added to “%1”</source>
        <translation>
            <numerusform>%n Szene zu „%1“ hinzugefügt</numerusform>
            <numerusform>%n Szenen zu „%1“ hinzugefügt</numerusform>
        </translation>
    </message>
    <message>
        <source>Selects</source>
        <translation>Auswahl</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) added to “%1”</source>
        <translation>
            <numerusform>%n Ausschnitt zu „%1“ hinzugefügt</numerusform>
            <numerusform>%n Ausschnitte zu „%1“ hinzugefügt</numerusform>
        </translation>
    </message>
    <message>
        <source>bin “%1” made</source>
        <translation>Sammlung „%1“ angelegt</translation>
    </message>
    <message>
        <source>bin “%1” deleted</source>
        <translation>Sammlung „%1“ gelöscht</translation>
    </message>
    <message numerus="yes">
        <source>%n favourite(s) marked</source>
        <translation>
            <numerusform>%n Favorit markiert</numerusform>
            <numerusform>%n Favoriten markiert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mark(s) removed</source>
        <translation>
            <numerusform>%n Markierung entfernt</numerusform>
            <numerusform>%n Markierungen entfernt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moment(s) rejected</source>
        <translation>
            <numerusform>%n Moment verworfen</numerusform>
            <numerusform>%n Momente verworfen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>note on %n moment(s) changed</source>
        <translation>
            <numerusform>Notiz zu %n Moment geändert</numerusform>
            <numerusform>Notiz zu %n Momenten geändert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moment(s) marked</source>
        <translation>
            <numerusform>%n Moment markiert</numerusform>
            <numerusform>%n Momente markiert</numerusform>
        </translation>
    </message>
    <message>
        <source>bookmark at %1 removed</source>
        <translation>Lesezeichen bei %1 entfernt</translation>
    </message>
    <message>
        <source>bookmark at %1 added</source>
        <translation>Lesezeichen bei %1 gesetzt</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
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
        <source>Same as system</source>
        <translation>Wie im System</translation>
    </message>
    <message>
        <source>Run on</source>
        <translation>Ausführen auf</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 Tagen</translation>
    </message>
    <message>
        <source>90 days</source>
        <translation>90 Tagen</translation>
    </message>
    <message>
        <source>1 year</source>
        <translation>1 Jahr</translation>
    </message>
    <message>
        <source>Videos whose files were deleted. Those on drives that are not connected stay.</source>
        <translation>Videos, deren Dateien gelöscht wurden. Die auf nicht angeschlossenen Laufwerken bleiben.</translation>
    </message>
    <message>
        <source>Library folder</source>
        <translation>Ordner der Bibliothek</translation>
    </message>
    <message>
        <source>Remove missing videos after</source>
        <translation>Fehlende Videos entfernen nach</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Restart now</source>
        <translation>Jetzt neu starten</translation>
    </message>
    <message>
        <source>Takes effect after a restart.</source>
        <translation>Gilt nach einem Neustart.</translation>
    </message>
    <message>
        <source>Automatic (%1)</source>
        <translation>Automatisch (%1)</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>NVIDIA GPU</source>
        <translation>NVIDIA-GPU</translation>
    </message>
    <message>
        <source>Apple GPU</source>
        <translation>Apple-GPU</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Understanding</source>
        <translation>Erkennung</translation>
    </message>
    <message>
        <source>Watched folders</source>
        <translation>Beobachtete Ordner</translation>
    </message>
    <message>
        <source>Machines</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
</context>
<context>
    <name>SimilarPanel</name>
    <message>
        <source>Similar moments</source>
        <translation>Ähnliches</translation>
    </message>
    <message>
        <source>Group by video</source>
        <translation>Nach Video gruppieren</translation>
    </message>
    <message>
        <source>Clear lasso</source>
        <translation>Lasso aufheben</translation>
    </message>
    <message>
        <source>Limited to the scenes lassoed on the map. Click to clear.</source>
        <translation>Nur Szenen, die auf der Karte eingefangen sind. Ein Klick hebt das auf.</translation>
    </message>
    <message numerus="yes">
        <source>%n match(es)</source>
        <translation>
            <numerusform>%n Treffer</numerusform>
            <numerusform>%n Treffer</numerusform>
        </translation>
    </message>
    <message>
        <source>Search failed</source>
        <translation>Die Suche ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>Or press %1 for the current frame.</source>
        <translation>Oder drücken Sie %1 für das gezeigte Bild.</translation>
    </message>
    <message>
        <source>Click a scene to find moments like it</source>
        <translation>Klicken Sie eine Szene an, um ähnliche Momente zu finden</translation>
    </message>
    <message>
        <source>The library is empty</source>
        <translation>Die Bibliothek ist leer</translation>
    </message>
    <message>
        <source>Drop videos or folders anywhere.</source>
        <translation>Ziehen Sie Videos oder Ordner ins Fenster.</translation>
    </message>
    <message numerus="yes">
        <source>None of the %n lassoed scene(s) is similar enough.</source>
        <translation>
            <numerusform>Die %n eingefangene Szene ist nicht ähnlich genug.</numerusform>
            <numerusform>Keine der %n eingefangenen Szenen ist ähnlich genug.</numerusform>
        </translation>
    </message>
    <message>
        <source>No strong matches</source>
        <translation>Keine starken Treffer</translation>
    </message>
    <message>
        <source>Widen the filters, or add more videos to the library.</source>
        <translation>Lockern Sie die Filter, oder fügen Sie der Bibliothek mehr Videos hinzu.</translation>
    </message>
    <message>
        <source>No results yet</source>
        <translation>Noch keine Treffer</translation>
    </message>
    <message>
        <source>No results for “%1” yet</source>
        <translation>Noch keine Treffer für „%1“</translation>
    </message>
    <message>
        <source>%1 of %2 videos are searchable. The others are not indexed yet.</source>
        <translation>%1 von %2 Videos sind durchsuchbar. Die anderen sind noch nicht indexiert.</translation>
    </message>
    <message>
        <source>%1 of %2 videos are searchable so far. The search is repeated by itself.</source>
        <translation>Bisher sind %1 von %2 Videos durchsuchbar. Die Suche wird von selbst wiederholt.</translation>
    </message>
    <message>
        <source>No results for “%1”</source>
        <translation>Keine Ergebnisse für „%1“</translation>
    </message>
    <message>
        <source>No label, file name or folder name contains it.</source>
        <translation>Kein Label und kein Datei- oder Ordnername enthält es.</translation>
    </message>
    <message numerus="yes">
        <source>None of the %n lassoed scene(s) is labelled or named so.</source>
        <translation>
            <numerusform>Die %n eingefangene Szene hat kein solches Label und keinen solchen Namen.</numerusform>
            <numerusform>Keine der %n eingefangenen Szenen hat ein solches Label oder einen solchen Namen.</numerusform>
        </translation>
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
    <message numerus="yes">
        <source>%n lassoed</source>
        <translation>
            <numerusform>%n eingefangen</numerusform>
            <numerusform>%n eingefangen</numerusform>
        </translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Suche läuft …</translation>
    </message>
    <message>
        <source>No similar moments</source>
        <translation>Keine ähnlichen Momente</translation>
    </message>
    <message>
        <source>searching…</source>
        <translation>wird gesucht …</translation>
    </message>
    <message>
        <source>+%1 s</source>
        <translation>+%1 s</translation>
    </message>
    <message>
        <source>followed after %1 s</source>
        <translation>gefolgt nach %1 s</translation>
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
        <source>%1 alike</source>
        <translation>%1 ähnlich</translation>
    </message>
    <message>
        <source>my label: %1</source>
        <translation>mein Label: %1</translation>
    </message>
    <message>
        <source>file name: %1</source>
        <translation>Dateiname: %1</translation>
    </message>
    <message>
        <source>label: %1</source>
        <translation>Label: %1</translation>
    </message>
    <message>
        <source>folder: %1</source>
        <translation>Ordner: %1</translation>
    </message>
    <message>
        <source>mark: %1</source>
        <translation>Markierung: %1</translation>
    </message>
    <message>
        <source>said: %1</source>
        <translation>gesagt: %1</translation>
    </message>
    <message>
        <source>on screen: %1</source>
        <translation>im Bild: %1</translation>
    </message>
    <message>
        <source>file name</source>
        <translation>Dateiname</translation>
    </message>
    <message>
        <source>said</source>
        <translation>gesagt</translation>
    </message>
    <message>
        <source>on screen</source>
        <translation>im Bild</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>Indexing progress</source>
        <translation>Fortschritt der Erfassung</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
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
        <source>Getting %1</source>
        <translation>%1 wird geladen</translation>
    </message>
    <message numerus="yes">
        <source>%n video(s)</source>
        <translation>
            <numerusform>%n Video</numerusform>
            <numerusform>%n Videos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped. %n video(s) are not indexed yet.</source>
        <translation>
            <numerusform>Abgebrochen. %n Video ist noch nicht erfasst.</numerusform>
            <numerusform>Abgebrochen. %n Videos sind noch nicht erfasst.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped. %n video(s) are not fully indexed yet.</source>
        <translation>
            <numerusform>Abgebrochen. %n Video ist noch nicht ganz erfasst.</numerusform>
            <numerusform>Abgebrochen. %n Videos sind noch nicht ganz erfasst.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 videos searchable</source>
        <translation>%1 von %2 Videos durchsuchbar</translation>
    </message>
    <message>
        <source>Recognising words %1 of %2</source>
        <translation>Wörter werden erkannt: %1 von %2</translation>
    </message>
    <message>
        <source>Refining scenes %1 of %2</source>
        <translation>Szenen werden verfeinert: %1 von %2</translation>
    </message>
    <message>
        <source>All searchable · refining scenes %1 of %2</source>
        <translation>Alles durchsuchbar · Szenen werden verfeinert: %1 von %2</translation>
    </message>
    <message>
        <source>Show what failed and why</source>
        <translation>Zeigen, was fehlschlug und warum</translation>
    </message>
    <message>
        <source>Looking for videos…</source>
        <translation>Suche nach Videos …</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Learning %1 of %2</source>
        <translation>Wird gelernt: %1 von %2</translation>
    </message>
    <message>
        <source>Loading the models…</source>
        <translation>Modelle werden geladen …</translation>
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
        <translation>Storyboard</translation>
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
        <source>Back to the storyboard</source>
        <translation>Zurück zum Storyboard</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>It appears once the video has been analysed.</source>
        <translation>Es erscheint, sobald das Video analysiert ist.</translation>
    </message>
    <message>
        <source>No storyboard yet</source>
        <translation>Noch kein Storyboard</translation>
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
        <translation>Label anlernen</translation>
    </message>
    <message>
        <source>What do these moments show?</source>
        <translation>Was zeigen diese Momente?</translation>
    </message>
    <message>
        <source>Name of the action</source>
        <translation>Name des Labels</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>Teaching progress</source>
        <translation>Fortschritt des Anlernens</translation>
    </message>
    <message>
        <source>Teach</source>
        <translation>Anlernen</translation>
    </message>
    <message>
        <source>Done: show all</source>
        <translation>Fertig: alle zeigen</translation>
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
        <source>, %n negative example(s)</source>
        <translation>
            <numerusform>, %n Gegenbeispiel</numerusform>
            <numerusform>, %n Gegenbeispiele</numerusform>
        </translation>
    </message>
    <message>
        <source>Name it, and videxplore looks for it in every video.</source>
        <translation>Geben Sie einen Namen ein, und videxplore sucht danach in jedem Video.</translation>
    </message>
    <message>
        <source>Teach “%1”</source>
        <translation>„%1“ anlernen</translation>
    </message>
    <message>
        <source>Saved. “%1” is now detected in every video.</source>
        <translation>Gespeichert. „%1“ wird jetzt in jedem Video erkannt.</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) learned.</source>
        <translation>
            <numerusform>%n Antwort gelernt.</numerusform>
            <numerusform>%n Antworten gelernt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Teaching failed.</source>
        <translation>Das Anlernen ist fehlgeschlagen.</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Timeline</source>
        <translation>Timeline</translation>
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
        <translation>In-Punkt hier setzen</translation>
    </message>
    <message>
        <source>Set the out point here</source>
        <translation>Out-Punkt hier setzen</translation>
    </message>
    <message>
        <source>Clear in and out</source>
        <translation>In und Out löschen</translation>
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
    <name>TimelineView</name>
    <message>
        <source>Show the whole video</source>
        <translation>Das ganze Video zeigen</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Previous search</source>
        <translation>Vorige Suche</translation>
    </message>
    <message>
        <source>Next search</source>
        <translation>Nächste Suche</translation>
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
        <source>Save search…</source>
        <translation>Suche speichern …</translation>
    </message>
    <message>
        <source>Rename %1…</source>
        <translation>%1 umbenennen …</translation>
    </message>
    <message>
        <source>Remove saved search %1</source>
        <translation>Gespeicherte Suche %1 entfernen</translation>
    </message>
    <message>
        <source>Save search</source>
        <translation>Suche speichern</translation>
    </message>
    <message>
        <source>Rename search</source>
        <translation>Suche umbenennen</translation>
    </message>
    <message>
        <source>Named searches are kept; unnamed ones are dropped as new ones arrive.</source>
        <translation>Benannte Suchen werden aufgehoben; unbenannte weichen neuen.</translation>
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
    <name>TrackMenu</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s)</source>
        <translation>
            <numerusform>%n Kanal</numerusform>
            <numerusform>%n Kanäle</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>Subtitles</source>
        <translation>Untertitel</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>Gesprochenes</translation>
    </message>
    <message>
        <source>Text on screen</source>
        <translation>Text im Bild</translation>
    </message>
</context>
<context>
    <name>TranscriptPanel</name>
    <message>
        <source>Which text</source>
        <translation>Welcher Text</translation>
    </message>
    <message>
        <source>Add to Selects</source>
        <translation>Zur Auswahl</translation>
    </message>
    <message>
        <source>Keep the part in which the selected words are said</source>
        <translation>Den Teil behalten, in dem die ausgewählten Wörter gesagt werden</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Get a model for speech or text…</source>
        <translation>Modell für Sprache oder Text laden …</translation>
    </message>
    <message>
        <source>No transcript</source>
        <translation>Kein Transkript</translation>
    </message>
    <message>
        <source>Subtitles are read from the video and from files beside it. Speech and text on screen are recognised by models that you choose.</source>
        <translation>Untertitel werden aus dem Video und aus Dateien daneben gelesen. Sprache und Text im Bild erkennen Modelle, die Sie auswählen.</translation>
    </message>
    <message>
        <source>Export the transcript</source>
        <translation>Transkript exportieren</translation>
    </message>
    <message>
        <source>The transcript was written to %1.</source>
        <translation>Das Transkript wurde nach %1 geschrieben.</translation>
    </message>
</context>
<context>
    <name>TranscriptView</name>
    <message>
        <source>Transcript</source>
        <translation>Transkript</translation>
    </message>
</context>
<context>
    <name>UnderstandingPage</name>
    <message>
        <source>What a model gives is added to the library in the background; searches go on meanwhile. Times are measured on this computer with a few frames or clips of your videos.</source>
        <translation>Was ein Modell erkennt, kommt im Hintergrund zur Bibliothek; gesucht werden kann weiterhin. Die Zeiten sind auf diesem Computer mit einigen Bildern oder Clips Ihrer Videos gemessen.</translation>
    </message>
    <message>
        <source>their publishers</source>
        <translation>ihren Herausgebern</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>Alle Modelle</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Visual search: fast</source>
        <translation>Bildsuche: schnell</translation>
    </message>
    <message>
        <source>Visual search: better</source>
        <translation>Bildsuche: besser</translation>
    </message>
    <message>
        <source>Describe in words</source>
        <translation>Mit Worten beschreiben</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>Actions: better, for a GPU</source>
        <translation>Aktionen: besser, für eine GPU</translation>
    </message>
    <message>
        <source>Speech: fast</source>
        <translation>Sprache im Ton: schnell</translation>
    </message>
    <message>
        <source>Speech: better, for a GPU</source>
        <translation>Sprache im Ton: besser, für eine GPU</translation>
    </message>
    <message>
        <source>Text on screen</source>
        <translation>Text im Bild</translation>
    </message>
    <message>
        <source>Download from</source>
        <translation>Herunterladen von</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Ordner …</translation>
    </message>
    <message>
        <source>Folder with models</source>
        <translation>Ordner mit Modellen</translation>
    </message>
</context>
<context>
    <name>UndoStack</name>
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
        <translation>Es gibt nichts zu wiederholen.</translation>
    </message>
    <message>
        <source>Redone: %1.</source>
        <translation>Wiederholt: %1.</translation>
    </message>
</context>
<context>
    <name>UnreachableView</name>
    <message>
        <source>Locate…</source>
        <translation>Datei zuordnen …</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Remove from library</source>
        <translation>Aus der Bibliothek entfernen</translation>
    </message>
    <message>
        <source>Cannot find “%1”</source>
        <translation>„%1“ ist nicht zu finden</translation>
    </message>
    <message>
        <source>Its drive or folder is not connected. It is shown again once it is.</source>
        <translation>Laufwerk oder Ordner ist nicht verbunden. Sobald es verbunden ist, wird das Video wieder gezeigt.</translation>
    </message>
    <message>
        <source>It was moved, renamed, deleted or overwritten.</source>
        <translation>Die Datei wurde verschoben, umbenannt, gelöscht oder überschrieben.</translation>
    </message>
</context>
<context>
    <name>VideoFilterMenus</name>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Any camera</source>
        <translation>Jede Kamera</translation>
    </message>
    <message>
        <source>Codec</source>
        <translation>Codec</translation>
    </message>
    <message>
        <source>Any codec</source>
        <translation>Jeder Codec</translation>
    </message>
    <message>
        <source>Dynamic range</source>
        <translation>Dynamikumfang</translation>
    </message>
    <message>
        <source>SDR and HDR</source>
        <translation>SDR und HDR</translation>
    </message>
    <message>
        <source>Frame size</source>
        <translation>Bildgröße</translation>
    </message>
    <message>
        <source>Any frame size</source>
        <translation>Jede Bildgröße</translation>
    </message>
    <message>
        <source>Orientation</source>
        <translation>Ausrichtung</translation>
    </message>
    <message>
        <source>Any orientation</source>
        <translation>Jede Ausrichtung</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>Bildrate</translation>
    </message>
    <message>
        <source>Any frame rate</source>
        <translation>Jede Bildrate</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Any length</source>
        <translation>Jede Länge</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>With or without sound</source>
        <translation>Mit oder ohne Ton</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Any state</source>
        <translation>Jeder Zustand</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>Querformat</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>Hochformat</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>Quadratisch</translation>
    </message>
    <message>
        <source>With sound</source>
        <translation>Mit Ton</translation>
    </message>
    <message>
        <source>Without sound</source>
        <translation>Ohne Ton</translation>
    </message>
    <message>
        <source>Under 10 s</source>
        <translation>Unter 10 s</translation>
    </message>
    <message>
        <source>10 s to 1 min</source>
        <translation>10 s bis 1 min</translation>
    </message>
    <message>
        <source>1 to 10 min</source>
        <translation>1 bis 10 min</translation>
    </message>
    <message>
        <source>Over 10 min</source>
        <translation>Über 10 min</translation>
    </message>
    <message>
        <source>Date recorded</source>
        <translation>Aufnahmedatum</translation>
    </message>
    <message>
        <source>Any date</source>
        <translation>Jedes Datum</translation>
    </message>
    <message>
        <source>Choose dates…</source>
        <translation>Tage wählen …</translation>
    </message>
</context>
<context>
    <name>VideoPanel</name>
    <message>
        <source>This video could not be read</source>
        <translation>Dieses Video ließ sich nicht lesen</translation>
    </message>
</context>
<context>
    <name>VideoRowDelegate</name>
    <message>
        <source>indexing %1</source>
        <translation>wird erfasst: %1</translation>
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
    <name>VideoTable</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Date recorded</source>
        <translation>Aufnahmedatum</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>Bildrate</translation>
    </message>
    <message>
        <source>Frame size</source>
        <translation>Bildgröße</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Codec</source>
        <translation>Codec</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Videos of the library in columns</source>
        <translation>Videos der Bibliothek in Spalten</translation>
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
        <source>indexed</source>
        <translation>erfasst</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>not indexed</source>
        <translation>nicht erfasst</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>nicht erreichbar</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1%</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>noch weniger als eine Minute</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>noch etwa %1</translation>
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
        <source>Timelines, tables, annotations (%1)</source>
        <translation>Timelines, Tabellen, Annotationen (%1)</translation>
    </message>
    <message>
        <source>Import a timeline or annotations</source>
        <translation>Timeline oder Annotationen importieren</translation>
    </message>
    <message>
        <source>Taught: %1.</source>
        <translation>Angelernt: %1.</translation>
    </message>
    <message>
        <source>Open a video first; then its scenes can be exported.</source>
        <translation>Öffnen Sie zuerst ein Video; dann lassen sich seine Szenen exportieren.</translation>
    </message>
    <message numerus="yes">
        <source>%n moment(s)</source>
        <translation>
            <numerusform>%n Moment</numerusform>
            <numerusform>%n Momente</numerusform>
        </translation>
    </message>
    <message>
        <source>Frame at %1</source>
        <translation>Bild bei %1</translation>
    </message>
    <message>
        <source>Open a video first, or select moments that show the action.</source>
        <translation>Öffnen Sie zuerst ein Video, oder wählen Sie Momente aus, die die Aktion zeigen.</translation>
    </message>
    <message>
        <source>Open a video first; then its footage can be looked for.</source>
        <translation>Öffnen Sie zuerst ein Video; dann kann nach seinem Material gesucht werden.</translation>
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
        <translation>Storyboard</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Selects</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Similar</source>
        <translation>Ähnlich</translation>
    </message>
    <message>
        <source>Similar moments, labels, transcript and details</source>
        <translation>Ähnliche Momente, Labels, Transkript und Details</translation>
    </message>
    <message>
        <source>Transcript</source>
        <translation>Transkript</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
</context>
<context>
    <name>WordCompletion</name>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
    <message numerus="yes">
        <source>tag, %n mark(s)</source>
        <translation>
            <numerusform>Schlagwort, %n Markierung</numerusform>
            <numerusform>Schlagwort, %n Markierungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>folder, %n video(s)</source>
        <translation>
            <numerusform>Ordner, %n Video</numerusform>
            <numerusform>Ordner, %n Videos</numerusform>
        </translation>
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
    <name>WordHelp</name>
    <message>
        <source>Words to search for instead</source>
        <translation>Wörter, nach denen stattdessen gesucht werden kann</translation>
    </message>
    <message>
        <source>Did you mean %1?</source>
        <translation>Vielleicht %1?</translation>
    </message>
    <message>
        <source>Labels in this library: %1</source>
        <translation>Labels in dieser Bibliothek: %1</translation>
    </message>
    <message>
        <source>No scene of this library has labels yet.</source>
        <translation>Noch hat keine Szene dieser Bibliothek Labels.</translation>
    </message>
    <message>
        <source>Scenes can be described in words: %1</source>
        <translation>Szenen lassen sich mit Worten beschreiben: %1</translation>
    </message>
    <message>
        <source>get a model</source>
        <translation>Modell laden</translation>
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
