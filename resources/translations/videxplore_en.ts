<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AboutPage</name>
    <message>
        <source>Free software under the Apache licence 2.0. Nothing leaves your computer.</source>
        <translation>Free software under the Apache licence 2.0. Nothing leaves your computer.</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Licences</translation>
    </message>
    <message>
        <source>Copy versions</source>
        <translation>Copy versions</translation>
    </message>
</context>
<context>
    <name>AnswersView</name>
    <message>
        <source>Scenes found</source>
        <translation>Scenes found</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>No</source>
        <translation>No</translation>
    </message>
    <message>
        <source>Undo answer</source>
        <translation>Undo answer</translation>
    </message>
    <message>
        <source>Y</source>
        <comment>key for yes</comment>
        <translation>Y</translation>
    </message>
    <message>
        <source>N</source>
        <comment>key for no</comment>
        <translation>N</translation>
    </message>
    <message>
        <source>No other scene of the library looks like it.</source>
        <translation>No other scene of the library looks like it.</translation>
    </message>
    <message numerus="yes">
        <source>%n other scene(s) found:</source>
        <translation>
            <numerusform>%n other scene found:</numerusform>
            <numerusform>%n other scenes found:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sure</source>
        <translation>
            <numerusform>%n sure</numerusform>
            <numerusform>%n sure</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n doubtful</source>
        <translation>
            <numerusform>%n doubtful</numerusform>
            <numerusform>%n doubtful</numerusform>
        </translation>
    </message>
    <message>
        <source>Does the selected scene show “%1”?</source>
        <translation>Does the selected scene show “%1”?</translation>
    </message>
    <message>
        <source>Nothing is doubtful. Select a scene to correct it.</source>
        <translation>Nothing is doubtful. Select a scene to correct it.</translation>
    </message>
</context>
<context>
    <name>BugReportDialog</name>
    <message>
        <source>Something went wrong in the program</source>
        <translation>Something went wrong in the program</translation>
    </message>
    <message>
        <source>This is a bug of the program, not of your videos. Nothing is lost; you can go on working. The report is also in %1.</source>
        <translation>This is a bug of the program, not of your videos. Nothing is lost; you can go on working. The report is also in %1.</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Report</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Copy report</translation>
    </message>
    <message numerus="yes">
        <source>%n more happened since; they are in the log.</source>
        <translation>
            <numerusform>%n more happened since; it is in the log.</numerusform>
            <numerusform>%n more happened since; they are in the log.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <source>Remove</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>%1; press to remove</source>
        <translation>%1; press to remove</translation>
    </message>
</context>
<context>
    <name>ClusterModel</name>
    <message>
        <source>Pictures like the one at %1</source>
        <translation>Pictures like the one at %1</translation>
    </message>
    <message>
        <source>%1 of the time</source>
        <translation>%1 of the time</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Search</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Find moments like the one on screen</source>
        <translation>Find moments like the one on screen</translation>
    </message>
    <message>
        <source>Search for what is on the clipboard</source>
        <translation>Search for what is on the clipboard</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Clear the search</translation>
    </message>
    <message>
        <source>Previous search</source>
        <translation>Previous search</translation>
    </message>
    <message>
        <source>Next search</source>
        <translation>Next search</translation>
    </message>
    <message>
        <source>Add a folder of videos</source>
        <translation>Add a folder of videos</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Duplicates</translation>
    </message>
    <message>
        <source>Find reused footage</source>
        <translation>Find reused footage</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Redo</translation>
    </message>
    <message>
        <source>Add to selects</source>
        <translation>Add to selects</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>Favourite</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Reject</translation>
    </message>
    <message>
        <source>Import a timeline or annotations…</source>
        <translation>Import a timeline or annotations…</translation>
    </message>
    <message>
        <source>Scenes</source>
        <translation>Scenes</translation>
    </message>
    <message>
        <source>Storyboard</source>
        <translation>Storyboard</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Map</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Library</translation>
    </message>
    <message>
        <source>Selects</source>
        <translation>Selects</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>Reset layout</translation>
    </message>
    <message>
        <source>Similar moments</source>
        <translation>Similar moments</translation>
    </message>
    <message>
        <source>Note, tags and rating…</source>
        <translation>Note, tags and rating…</translation>
    </message>
    <message>
        <source>Larger tiles</source>
        <translation>Larger tiles</translation>
    </message>
    <message>
        <source>Smaller tiles</source>
        <translation>Smaller tiles</translation>
    </message>
    <message>
        <source>Show or hide the library</source>
        <translation>Show or hide the library</translation>
    </message>
    <message>
        <source>Show or hide the similar moments</source>
        <translation>Show or hide the similar moments</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Full screen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Show all keys</source>
        <translation>Show all keys</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quit</translation>
    </message>
</context>
<context>
    <name>ComparedPair</name>
    <message>
        <source>Position in the shared footage</source>
        <translation>Position in the shared footage</translation>
    </message>
    <message>
        <source>Where the picture is split</source>
        <translation>Where the picture is split</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Split</translation>
    </message>
    <message>
        <source>One picture behind the other</source>
        <translation>One picture behind the other</translation>
    </message>
    <message>
        <source>Show the second file a frame earlier</source>
        <translation>Show the second file a frame earlier</translation>
    </message>
    <message>
        <source>Show the second file a frame later</source>
        <translation>Show the second file a frame later</translation>
    </message>
    <message>
        <source>Play both in step</source>
        <translation>Play both in step</translation>
    </message>
    <message>
        <source>Previous frame</source>
        <translation>Previous frame</translation>
    </message>
    <message>
        <source>Next frame</source>
        <translation>Next frame</translation>
    </message>
    <message>
        <source>Not a duplicate</source>
        <translation>Not a duplicate</translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ContextRows</name>
    <message>
        <source>Similar moments with what comes before and after</source>
        <translation>Similar moments with what comes before and after</translation>
    </message>
</context>
<context>
    <name>CopyCard</name>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Never suggest this folder</source>
        <translation>Never suggest this folder</translation>
    </message>
    <message>
        <source>Move to trash…</source>
        <translation>Move to trash…</translation>
    </message>
    <message>
        <source>Better copy</source>
        <translation>Better copy</translation>
    </message>
    <message>
        <source>The same content: one of the two is enough.</source>
        <translation>The same content: one of the two is enough.</translation>
    </message>
    <message>
        <source>All of it is in the other file.</source>
        <translation>All of it is in the other file.</translation>
    </message>
</context>
<context>
    <name>CurrentSelection</name>
    <message numerus="yes">
        <source>%n item(s) of “%1”</source>
        <translation>
            <numerusform>%n item of “%1”</numerusform>
            <numerusform>%n items of “%1”</numerusform>
        </translation>
    </message>
    <message>
        <source>Whole of %1</source>
        <translation>Whole of %1</translation>
    </message>
    <message numerus="yes">
        <source>%n selected moment(s)</source>
        <translation>
            <numerusform>%n selected moment</numerusform>
            <numerusform>%n selected moments</numerusform>
        </translation>
    </message>
    <message>
        <source>Scene on screen</source>
        <translation>Scene on screen</translation>
    </message>
    <message>
        <source>In to out</source>
        <translation>In to out</translation>
    </message>
</context>
<context>
    <name>DetailsPanel</name>
    <message>
        <source>No video is open</source>
        <translation>No video is open</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>File</source>
        <translation>File</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Scene</source>
        <translation>Scene</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Recording</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Sound</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warning</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>Recorded</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>Timecode</source>
        <translation>Timecode</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>Resolution</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>Frame rate</translation>
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
        <translation>Dynamic range</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Colour</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Fields</translation>
    </message>
    <message>
        <source>Audio</source>
        <translation>Audio</translation>
    </message>
    <message>
        <source>Track %1</source>
        <translation>Track %1</translation>
    </message>
    <message>
        <source>Rotated by</source>
        <translation>Rotated by</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Length</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>yes</translation>
    </message>
    <message>
        <source>none</source>
        <translation>none</translation>
    </message>
</context>
<context>
    <name>DismissedDialog</name>
    <message>
        <source>Dismissed pairs</source>
        <translation>Dismissed pairs</translation>
    </message>
    <message>
        <source>Pairs that are no duplicates</source>
        <translation>Pairs that are no duplicates</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Not a duplicate of</source>
        <translation>Not a duplicate of</translation>
    </message>
    <message>
        <source>No pair was dismissed.</source>
        <translation>No pair was dismissed.</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Take back</translation>
    </message>
    <message>
        <source>Look for what the two share again.</source>
        <translation>Look for what the two share again.</translation>
    </message>
</context>
<context>
    <name>Drops</name>
    <message>
        <source>Drop to find moments like this picture</source>
        <translation>Drop to find moments like this picture</translation>
    </message>
    <message>
        <source>Drop to find moments like this scene</source>
        <translation>Drop to find moments like this scene</translation>
    </message>
    <message>
        <source>Drop to find moments like this video, or to add it</source>
        <translation>Drop to find moments like this video, or to add it</translation>
    </message>
    <message>
        <source>moments</source>
        <translation>moments</translation>
    </message>
</context>
<context>
    <name>Duplicates</name>
    <message>
        <source>%1 instead of %2</source>
        <translation>%1 instead of %2</translation>
    </message>
    <message>
        <source>the other file is missing</source>
        <translation>the other file is missing</translation>
    </message>
    <message>
        <source>in a folder that is never suggested</source>
        <translation>in a folder that is never suggested</translation>
    </message>
    <message>
        <source>%1 long instead of %2</source>
        <translation>%1 long instead of %2</translation>
    </message>
</context>
<context>
    <name>DuplicatesDialog</name>
    <message>
        <source>Progress of the search for duplicates</source>
        <translation>Progress of the search for duplicates</translation>
    </message>
    <message>
        <source>Looking for the same footage in two files…</source>
        <translation>Looking for the same footage in two files…</translation>
    </message>
    <message>
        <source>No duplicates</source>
        <translation>No duplicates</translation>
    </message>
    <message>
        <source>Dismissed pairs…</source>
        <translation>Dismissed pairs…</translation>
    </message>
    <message>
        <source>Pairs that were said to be no duplicates</source>
        <translation>Pairs that were said to be no duplicates</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Duplicates</translation>
    </message>
    <message>
        <source>Footage of “%1” in other videos</source>
        <translation>Footage of “%1” in other videos</translation>
    </message>
    <message>
        <source>No two videos of the library share footage.</source>
        <translation>No two videos of the library share footage.</translation>
    </message>
    <message>
        <source>No other video of the library has footage of this one.</source>
        <translation>No other video of the library has footage of this one.</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>Pairs</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Also in</source>
        <translation>Also in</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Length</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>Offset</translation>
    </message>
    <message>
        <source>Not searched</source>
        <translation>Not searched</translation>
    </message>
    <message numerus="yes">
        <source>%n pair(s)</source>
        <translation>
            <numerusform>%n pair</numerusform>
            <numerusform>%n pairs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n copies</source>
        <translation>
            <numerusform>%n copy</numerusform>
            <numerusform>%n copies</numerusform>
        </translation>
    </message>
    <message>
        <source>The best copy stands first.</source>
        <translation>The best copy stands first.</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>Move to trash</translation>
    </message>
    <message>
        <source>Move “%1” to the trash?</source>
        <translation>Move “%1” to the trash?</translation>
    </message>
    <message>
        <source>All of its footage is in “%1”.</source>
        <translation>All of its footage is in “%1”.</translation>
    </message>
    <message>
        <source>It is not suggested: “%1” is not a better copy of all of it.</source>
        <translation>It is not suggested: “%1” is not a better copy of all of it.</translation>
    </message>
</context>
<context>
    <name>DuplicatesWork</name>
    <message>
        <source>pair dismissed as no duplicate</source>
        <translation>pair dismissed as no duplicate</translation>
    </message>
    <message>
        <source>dismissed pair taken back</source>
        <translation>dismissed pair taken back</translation>
    </message>
    <message>
        <source>folder “%1” is never suggested</source>
        <translation>folder “%1” is never suggested</translation>
    </message>
    <message>
        <source>%1 It can be undone with Ctrl+Z.</source>
        <translation>%1 It can be undone with Ctrl+Z.</translation>
    </message>
</context>
<context>
    <name>EntryButton</name>
    <message>
        <source>Click: only these scenes. Ctrl and click: these too.</source>
        <translation>Click: only these scenes. Ctrl and click: these too.</translation>
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
        <translation>Kind of file</translation>
    </message>
    <message>
        <source>File</source>
        <translation>File</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Open the folder</translation>
    </message>
    <message>
        <source>Export progress</source>
        <translation>Export progress</translation>
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
        <translation>Storyboard picture</translation>
    </message>
    <message>
        <source>Only what moves</source>
        <translation>Only what moves</translation>
    </message>
    <message>
        <source>Leaves out scenes in which nothing moves</source>
        <translation>Leaves out scenes in which nothing moves</translation>
    </message>
    <message>
        <source>No silence</source>
        <translation>No silence</translation>
    </message>
    <message>
        <source>Leaves out silent scenes</source>
        <translation>Leaves out silent scenes</translation>
    </message>
    <message>
        <source>Contact sheet</source>
        <translation>Contact sheet</translation>
    </message>
    <message>
        <source>Chapters</source>
        <translation>Chapters</translation>
    </message>
    <message>
        <source>One video of all</source>
        <translation>One video of all</translation>
    </message>
    <message>
        <source>Pictures: one of each moment</source>
        <translation>Pictures: one of each moment</translation>
    </message>
    <message>
        <source>Picture at %1</source>
        <translation>Picture at %1</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Choose…</translation>
    </message>
    <message>
        <source>What</source>
        <translation>What</translation>
    </message>
    <message>
        <source>As</source>
        <translation>As</translation>
    </message>
    <message>
        <source>Scenes</source>
        <translation>Scenes</translation>
    </message>
    <message>
        <source>HDR stays HDR (HEVC, 10 bits); a .webm file gets SDR.</source>
        <translation>HDR stays HDR (HEVC, 10 bits); a .webm file gets SDR.</translation>
    </message>
    <message>
        <source>Interlaced video keeps its fields; a .webm file is deinterlaced.</source>
        <translation>Interlaced video keeps its fields; a .webm file is deinterlaced.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Replace</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 exists already. Replace it, or choose another name.</source>
        <translation>%1 exists already. Replace it, or choose another name.</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>Saved %1</translation>
    </message>
    <message>
        <source>The export failed.</source>
        <translation>The export failed.</translation>
    </message>
    <message>
        <source>Storyboard of these moments</source>
        <translation>Storyboard of these moments</translation>
    </message>
    <message>
        <source>Video clips (frame-accurate)</source>
        <translation>Video clips (frame-accurate)</translation>
    </message>
    <message>
        <source>Timeline: EDL</source>
        <translation>Timeline: EDL</translation>
    </message>
    <message>
        <source>Spreadsheet (CSV)</source>
        <translation>Spreadsheet (CSV)</translation>
    </message>
    <message>
        <source>Highlights video</source>
        <translation>Highlights video</translation>
    </message>
    <message>
        <source>Choose a name for the file.</source>
        <translation>Choose a name for the file.</translation>
    </message>
    <message>
        <source>Nothing can be written there: %1.</source>
        <translation>Nothing can be written there: %1.</translation>
    </message>
</context>
<context>
    <name>FailuresPanel</name>
    <message>
        <source>Could not be indexed</source>
        <translation>Could not be indexed</translation>
    </message>
    <message>
        <source>Copy the list</source>
        <translation>Copy the list</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Close this list</source>
        <translation>Close this list</translation>
    </message>
    <message>
        <source>Nothing failed</source>
        <translation>Nothing failed</translation>
    </message>
    <message>
        <source>Files that cannot be read appear here.</source>
        <translation>Files that cannot be read appear here.</translation>
    </message>
</context>
<context>
    <name>FolderTree</name>
    <message>
        <source>All videos</source>
        <translation>All videos</translation>
    </message>
</context>
<context>
    <name>FoldersList</name>
    <message>
        <source>New videos in these folders are added automatically, also those that arrived while videxplore was closed. What you remove from the library stays removed.</source>
        <translation>New videos in these folders are added automatically, also those that arrived while videxplore was closed. What you remove from the library stays removed.</translation>
    </message>
    <message>
        <source>Watched folders</source>
        <translation>Watched folders</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Add…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>Watch a folder</translation>
    </message>
</context>
<context>
    <name>FrameView</name>
    <message>
        <source>Picture</source>
        <translation>Picture</translation>
    </message>
    <message>
        <source>On screen: “%1”</source>
        <translation>On screen: “%1”</translation>
    </message>
    <message>
        <source>Said: “%1”</source>
        <translation>Said: “%1”</translation>
    </message>
    <message>
        <source>Drag a box around what you are looking for. Esc goes back.</source>
        <translation>Drag a box around what you are looking for. Esc goes back.</translation>
    </message>
</context>
<context>
    <name>GapButton</name>
    <message>
        <source>→ within %1 s</source>
        <translation>→ within %1 s</translation>
    </message>
    <message>
        <source>How soon the second scene must follow</source>
        <translation>How soon the second scene must follow</translation>
    </message>
    <message>
        <source>Follows within %1 s</source>
        <translation>Follows within %1 s</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remove</translation>
    </message>
</context>
<context>
    <name>HeatWork</name>
    <message>
        <source>No label is certain here. Search for a scene to see what matches.</source>
        <translation>No label is certain here. Search for a scene to see what matches.</translation>
    </message>
    <message>
        <source>Why “%1”</source>
        <translation>Why “%1”</translation>
    </message>
    <message>
        <source>What matches</source>
        <translation>What matches</translation>
    </message>
    <message>
        <source>strongest at %1</source>
        <translation>strongest at %1</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import %1</source>
        <translation>Import %1</translation>
    </message>
    <message>
        <source>Add to a bin</source>
        <translation>Add to a bin</translation>
    </message>
    <message>
        <source>Mark the moments</source>
        <translation>Mark the moments</translation>
    </message>
    <message>
        <source>Teach what the notes name</source>
        <translation>Teach what the notes name</translation>
    </message>
    <message>
        <source>All of it is about %1, which is open</source>
        <translation>All of it is about %1, which is open</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
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
        <translation>Remarks</translation>
    </message>
    <message>
        <source>Moments that were found</source>
        <translation>Moments that were found</translation>
    </message>
    <message>
        <source>What</source>
        <translation>What</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Reading…</translation>
    </message>
    <message numerus="yes">
        <source>%n moment(s) found</source>
        <translation>
            <numerusform>%n moment found</numerusform>
            <numerusform>%n moments found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n video(s)</source>
        <translation>
            <numerusform>in %n video</numerusform>
            <numerusform>in %n videos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> and %n more</source>
        <translation>
            <numerusform> and %n more</numerusform>
            <numerusform> and %n more</numerusform>
        </translation>
    </message>
    <message>
        <source>Not in the library: %1</source>
        <translation>Not in the library: %1</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>The file cannot be read.</translation>
    </message>
</context>
<context>
    <name>IncomingFiles</name>
    <message>
        <source>Add a folder of videos</source>
        <translation>Add a folder of videos</translation>
    </message>
    <message>
        <source>No videos were found in %1.</source>
        <translation>No videos were found in %1.</translation>
    </message>
    <message numerus="yes">
        <source>Drop to import %n file(s)</source>
        <translation>
            <numerusform>Drop to import %n file</numerusform>
            <numerusform>Drop to import %n files</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop to find moments like this picture</source>
        <translation>Drop to find moments like this picture</translation>
    </message>
    <message numerus="yes">
        <source>Drop to add %n folder(s)</source>
        <translation>
            <numerusform>Drop to add %n folder</numerusform>
            <numerusform>Drop to add %n folders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Drop to add %n file(s)</source>
        <translation>
            <numerusform>Drop to add %n file</numerusform>
            <numerusform>Drop to add %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Drop to add %n item(s)</source>
        <translation>
            <numerusform>Drop to add %n item</numerusform>
            <numerusform>Drop to add %n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IndexingDetails</name>
    <message>
        <source>Details of indexing</source>
        <translation>Details of indexing</translation>
    </message>
    <message>
        <source>Searchable</source>
        <translation>Searchable</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Speed</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Runs on</translation>
    </message>
    <message>
        <source>Slowed by</source>
        <translation>Slowed by</translation>
    </message>
    <message>
        <source>%1× real time</source>
        <translation>%1× real time</translation>
    </message>
    <message>
        <source>the disk</source>
        <translation>the disk</translation>
    </message>
    <message>
        <source>decoding</source>
        <translation>decoding</translation>
    </message>
    <message>
        <source>the model</source>
        <translation>the model</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IndexingWork</name>
    <message>
        <source>Replaced on disk, kept as missing with what you marked: %1</source>
        <translation>Replaced on disk, kept as missing with what you marked: %1</translation>
    </message>
</context>
<context>
    <name>ItemPanel</name>
    <message>
        <source>Note</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Rejected</translation>
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
        <translation>%1 long</translation>
    </message>
    <message>
        <source>In must come before out, and both must lie in the video.</source>
        <translation>In must come before out, and both must lie in the video.</translation>
    </message>
    <message>
        <source>item trimmed</source>
        <translation>item trimmed</translation>
    </message>
    <message>
        <source>note changed</source>
        <translation>note changed</translation>
    </message>
    <message>
        <source>item rejected</source>
        <translation>item rejected</translation>
    </message>
    <message>
        <source>item kept</source>
        <translation>item kept</translation>
    </message>
    <message>
        <source>item rated</source>
        <translation>item rated</translation>
    </message>
</context>
<context>
    <name>KeysOverlay</name>
    <message>
        <source>Tiles</source>
        <translation>Tiles</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Keys</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>More like this</translation>
    </message>
    <message>
        <source>Less like this</source>
        <translation>Less like this</translation>
    </message>
    <message>
        <source>Slide to the scene before or after</source>
        <translation>Slide to the scene before or after</translation>
    </message>
    <message>
        <source>The same with the mouse</source>
        <translation>The same with the mouse</translation>
    </message>
    <message>
        <source>Shift+wheel</source>
        <translation>Shift+wheel</translation>
    </message>
    <message>
        <source>Larger and smaller tiles</source>
        <translation>Larger and smaller tiles</translation>
    </message>
    <message>
        <source>Ctrl+wheel</source>
        <translation>Ctrl+wheel</translation>
    </message>
    <message>
        <source>Select several</source>
        <translation>Select several</translation>
    </message>
    <message>
        <source>Ctrl or Shift+click</source>
        <translation>Ctrl or Shift+click</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>More actions</translation>
    </message>
    <message>
        <source>right-click</source>
        <translation>right-click</translation>
    </message>
    <message>
        <source>In a bin: rate</source>
        <translation>In a bin: rate</translation>
    </message>
    <message>
        <source>In a bin: reject, note</source>
        <translation>In a bin: reject, note</translation>
    </message>
    <message>
        <source>In a bin: in and out at the playhead</source>
        <translation>In a bin: in and out at the playhead</translation>
    </message>
    <message>
        <source>In a bin: move</source>
        <translation>In a bin: move</translation>
    </message>
    <message>
        <source>Ctrl+arrows</source>
        <translation>Ctrl+arrows</translation>
    </message>
    <message>
        <source>In a bin: remove</source>
        <translation>In a bin: remove</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>wheel</translation>
    </message>
    <message>
        <source>drag</source>
        <translation>drag</translation>
    </message>
    <message>
        <source>Search box</source>
        <translation>Search box</translation>
    </message>
    <message>
        <source>To the results</source>
        <translation>To the results</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Down</translation>
    </message>
    <message>
        <source>Remove the last example</source>
        <translation>Remove the last example</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Backspace</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Timeline</translation>
    </message>
    <message>
        <source>Go to a time</source>
        <translation>Go to a time</translation>
    </message>
    <message>
        <source>click or drag</source>
        <translation>click or drag</translation>
    </message>
    <message>
        <source>Zoom in and out</source>
        <translation>Zoom in and out</translation>
    </message>
    <message>
        <source>Move along</source>
        <translation>Move along</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Show all</translation>
    </message>
    <message>
        <source>Zoom to a scene</source>
        <translation>Zoom to a scene</translation>
    </message>
    <message>
        <source>double-click</source>
        <translation>double-click</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Map</translation>
    </message>
    <message>
        <source>Lasso scenes</source>
        <translation>Lasso scenes</translation>
    </message>
    <message>
        <source>Move about</source>
        <translation>Move about</translation>
    </message>
    <message>
        <source>Shift+drag, arrows</source>
        <translation>Shift+drag, arrows</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>Frame</translation>
    </message>
    <message>
        <source>Alone on the screen</source>
        <translation>Alone on the screen</translation>
    </message>
</context>
<context>
    <name>KeysTable</name>
    <message>
        <source>Filter commands</source>
        <translation>Filter commands</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Commands and their keys</translation>
    </message>
    <message>
        <source>The same keys twice: %1</source>
        <translation>The same keys twice: %1</translation>
    </message>
</context>
<context>
    <name>LabelEdits</name>
    <message>
        <source>label “%1” deleted</source>
        <translation>label “%1” deleted</translation>
    </message>
    <message>
        <source>“%1” renamed</source>
        <translation>“%1” renamed</translation>
    </message>
    <message>
        <source>“%1” taught</source>
        <translation>“%1” taught</translation>
    </message>
</context>
<context>
    <name>LabelList</name>
    <message>
        <source>Recognised actions and objects</source>
        <translation>Recognised actions and objects</translation>
    </message>
    <message>
        <source>%1, according to %2</source>
        <translation>%1, according to %2</translation>
    </message>
</context>
<context>
    <name>Labels</name>
    <message>
        <source>sure</source>
        <translation>sure</translation>
    </message>
    <message>
        <source>likely</source>
        <translation>likely</translation>
    </message>
</context>
<context>
    <name>LabelsDialog</name>
    <message>
        <source>My labels</source>
        <translation>My labels</translation>
    </message>
    <message>
        <source>Show scenes</source>
        <translation>Show scenes</translation>
    </message>
    <message>
        <source>More examples…</source>
        <translation>More examples…</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Rename</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Scenes</source>
        <translation>Scenes</translation>
    </message>
    <message>
        <source>Doubtful</source>
        <translation>Doubtful</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>Examples</translation>
    </message>
    <message>
        <source>Nothing was taught yet: select scenes and press + Teach.</source>
        <translation>Nothing was taught yet: select scenes and press + Teach.</translation>
    </message>
    <message numerus="yes">
        <source>%n yes</source>
        <translation>
            <numerusform>%n yes</numerusform>
            <numerusform>%n yes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n no</source>
        <translation>
            <numerusform>%n no</numerusform>
            <numerusform>%n no</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LabelsPanel</name>
    <message>
        <source>+ Teach</source>
        <translation>+ Teach</translation>
    </message>
    <message>
        <source>Name what the selected moments, or this scene, show</source>
        <translation>Name what the selected moments, or this scene, show</translation>
    </message>
    <message>
        <source>My labels</source>
        <translation>My labels</translation>
    </message>
    <message>
        <source>List, rename, teach further and delete the labels you taught</source>
        <translation>List, rename, teach further and delete the labels you taught</translation>
    </message>
    <message>
        <source>In this video</source>
        <translation>In this video</translation>
    </message>
    <message>
        <source>Get a model for actions…</source>
        <translation>Get a model for actions…</translation>
    </message>
    <message>
        <source>No model has looked for actions in this video</source>
        <translation>No model has looked for actions in this video</translation>
    </message>
    <message>
        <source>Nothing was recognised with certainty.</source>
        <translation>Nothing was recognised with certainty.</translation>
    </message>
    <message>
        <source>In this frame</source>
        <translation>In this frame</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>No video is open.</source>
        <translation>No video is open.</translation>
    </message>
</context>
<context>
    <name>LibraryControls</name>
    <message>
        <source>Show as a grid</source>
        <translation>Show as a grid</translation>
    </message>
    <message>
        <source>Show as a table</source>
        <translation>Show as a table</translation>
    </message>
</context>
<context>
    <name>LibraryEdits</name>
    <message numerus="yes">
        <source>%n video(s) removed</source>
        <translation>
            <numerusform>%n video removed</numerusform>
            <numerusform>%n videos removed</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” moved to the trash</source>
        <translation>“%1” moved to the trash</translation>
    </message>
</context>
<context>
    <name>LibraryGrid</name>
    <message>
        <source>Videos of the library</source>
        <translation>Videos of the library</translation>
    </message>
    <message>
        <source>The library is empty</source>
        <translation>The library is empty</translation>
    </message>
    <message>
        <source>Drop videos or folders anywhere.</source>
        <translation>Drop videos or folders anywhere.</translation>
    </message>
    <message>
        <source>No video matches</source>
        <translation>No video matches</translation>
    </message>
    <message>
        <source>Filter by another name, or choose another folder.</source>
        <translation>Filter by another name, or choose another folder.</translation>
    </message>
</context>
<context>
    <name>LibraryPanel</name>
    <message>
        <source>Folders</source>
        <translation>Folders</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Library</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Duplicates</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>Filter by name</translation>
    </message>
    <message>
        <source>Filter videos by name</source>
        <translation>Filter videos by name</translation>
    </message>
    <message>
        <source>No videos yet</source>
        <translation>No videos yet</translation>
    </message>
    <message>
        <source>Videos you add appear here right away. Your files stay where they are.</source>
        <translation>Videos you add appear here right away. Your files stay where they are.</translation>
    </message>
    <message>
        <source>No video matches</source>
        <translation>No video matches</translation>
    </message>
    <message>
        <source>Filter by another name, or choose another folder.</source>
        <translation>Filter by another name, or choose another folder.</translation>
    </message>
    <message>
        <source>Add a folder of videos</source>
        <translation>Add a folder of videos</translation>
    </message>
    <message numerus="yes">
        <source>%n video(s)</source>
        <translation>
            <numerusform>%n video</numerusform>
            <numerusform>%n videos</numerusform>
        </translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Copy path</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Show in folder</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>Locate…</translation>
    </message>
    <message>
        <source>Find reused footage</source>
        <translation>Find reused footage</translation>
    </message>
    <message>
        <source>Index now</source>
        <translation>Index now</translation>
    </message>
    <message>
        <source>Stop indexing this</source>
        <translation>Stop indexing this</translation>
    </message>
    <message>
        <source>Remove from library</source>
        <translation>Remove from library</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>Sort by</translation>
    </message>
    <message numerus="yes">
        <source>Remove %n video(s) from library</source>
        <translation>
            <numerusform>Remove %n video from library</numerusform>
            <numerusform>Remove %n videos from library</numerusform>
        </translation>
    </message>
    <message>
        <source>Only some videos are shown</source>
        <translation>Only some videos are shown</translation>
    </message>
    <message>
        <source>Show only some videos</source>
        <translation>Show only some videos</translation>
    </message>
    <message>
        <source>Sorted by: %1</source>
        <translation>Sorted by: %1</translation>
    </message>
    <message>
        <source>Nothing is known of the videos yet</source>
        <translation>Nothing is known of the videos yet</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Show all</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Date recorded</source>
        <translation>Date recorded</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Newest first</translation>
    </message>
    <message>
        <source>Longest first</source>
        <translation>Longest first</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>Largest first</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>Frame rate</translation>
    </message>
    <message>
        <source>Frame size</source>
        <translation>Frame size</translation>
    </message>
    <message>
        <source>Codec</source>
        <translation>Codec</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Reverse order</source>
        <translation>Reverse order</translation>
    </message>
    <message>
        <source>Hide offline</source>
        <translation>Hide offline</translation>
    </message>
</context>
<context>
    <name>LiveScenes</name>
    <message>
        <source>Scenes of all videos that are being indexed</source>
        <translation>Scenes of all videos that are being indexed</translation>
    </message>
    <message>
        <source>Scenes found</source>
        <translation>Scenes found</translation>
    </message>
    <message>
        <source>Show the player instead</source>
        <translation>Show the player instead</translation>
    </message>
    <message numerus="yes">
        <source>%n scene(s)</source>
        <translation>
            <numerusform>%n scene</numerusform>
            <numerusform>%n scenes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n video(s) not searchable yet</source>
        <translation>
            <numerusform>%n video not searchable yet</numerusform>
            <numerusform>%n videos not searchable yet</numerusform>
        </translation>
    </message>
    <message>
        <source>not searchable yet</source>
        <translation>not searchable yet</translation>
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
        <translation>Shared folders</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Machine</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Runs on</translation>
    </message>
    <message>
        <source>Analyses</source>
        <translation>Analyses</translation>
    </message>
    <message>
        <source>Machines</source>
        <translation>Machines</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Speed</translation>
    </message>
    <message>
        <source>Seconds of video analysed in a second</source>
        <translation>Seconds of video analysed in a second</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Leave</translation>
    </message>
    <message>
        <source>Copy the command of a worker</source>
        <translation>Copy the command of a worker</translation>
    </message>
    <message>
        <source>For a terminal of another machine that has the certificates in the folder “cluster”</source>
        <translation>For a terminal of another machine that has the certificates in the folder “cluster”</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>paused</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Resume</translation>
    </message>
    <message>
        <source>Shared folder</source>
        <translation>Shared folder</translation>
    </message>
    <message>
        <source>Other machines help to analyse: run “videxplore cluster start” here, and “videxplore worker” with its address on each of them. A shared folder has a name, as its path may differ there.</source>
        <translation>Other machines help to analyse: run “videxplore cluster start” here, and “videxplore worker” with its address on each of them. A shared folder has a name, as its path may differ there.</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Add…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remove</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Library</source>
        <translation>Library</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>Explore</translation>
    </message>
    <message>
        <source>Failures</source>
        <translation>Failures</translation>
    </message>
    <message>
        <source>Drop a folder of videos anywhere</source>
        <translation>Drop a folder of videos anywhere</translation>
    </message>
    <message>
        <source>Click any scene to see every moment like it. Nothing leaves this computer.</source>
        <translation>Click any scene to see every moment like it. Nothing leaves this computer.</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Choose a folder…</translation>
    </message>
    <message>
        <source>Try with sample clips</source>
        <translation>Try with sample clips</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Window</translation>
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
        <translation>colour by</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Folder</translation>
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
        <translation>Cluster</translation>
    </message>
</context>
<context>
    <name>MapLegend</name>
    <message>
        <source>What the colours mean</source>
        <translation>What the colours mean</translation>
    </message>
</context>
<context>
    <name>MapPlane</name>
    <message>
        <source>Scenes appear here as videos are indexed; similar ones lie together.</source>
        <translation>Scenes appear here as videos are indexed; similar ones lie together.</translation>
    </message>
    <message>
        <source>Drag to lasso · Scroll to zoom · Shift-drag to pan</source>
        <translation>Drag to lasso · Scroll to zoom · Shift-drag to pan</translation>
    </message>
</context>
<context>
    <name>MapTab</name>
    <message>
        <source>Clear lasso</source>
        <translation>Clear lasso</translation>
    </message>
    <message>
        <source>No map yet</source>
        <translation>No map yet</translation>
    </message>
    <message>
        <source>Making the map…</source>
        <translation>Making the map…</translation>
    </message>
    <message>
        <source>Similar scenes will lie together.</source>
        <translation>Similar scenes will lie together.</translation>
    </message>
    <message>
        <source>arranging… %1</source>
        <translation>arranging… %1</translation>
    </message>
    <message>
        <source>It appears as soon as videos are searchable.</source>
        <translation>It appears as soon as videos are searchable.</translation>
    </message>
    <message numerus="yes">
        <source>%n scene(s)</source>
        <translation>
            <numerusform>%n scene</numerusform>
            <numerusform>%n scenes</numerusform>
        </translation>
    </message>
    <message>
        <source>group %1</source>
        <translation>group %1</translation>
    </message>
    <message>
        <source>others</source>
        <translation>others</translation>
    </message>
    <message>
        <source>nothing recognised</source>
        <translation>nothing recognised</translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <source>Map of all scenes</source>
        <translation>Map of all scenes</translation>
    </message>
    <message>
        <source>Drag to lasso scenes, scroll to zoom, Shift-drag to pan.</source>
        <translation>Drag to lasso scenes, scroll to zoom, Shift-drag to pan.</translation>
    </message>
</context>
<context>
    <name>MatchGroups</name>
    <message>
        <source>Same shot</source>
        <translation>Same shot</translation>
    </message>
    <message>
        <source>Very similar</source>
        <translation>Very similar</translation>
    </message>
    <message>
        <source>Nearest others</source>
        <translation>Nearest others</translation>
    </message>
    <message>
        <source>Uncertain</source>
        <translation>Uncertain</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hide %n</source>
        <translation>
            <numerusform>Hide %n</numerusform>
            <numerusform>Hide %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Found only by labels that are less certain than those that are shown.</source>
        <translation>Found only by labels that are less certain than those that are shown.</translation>
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
        <translation>E</translation>
    </message>
    <message>
        <source>W</source>
        <translation>W</translation>
    </message>
    <message>
        <source>interlaced, top field first</source>
        <translation>interlaced, top field first</translation>
    </message>
    <message>
        <source>interlaced, bottom field first</source>
        <translation>interlaced, bottom field first</translation>
    </message>
    <message>
        <source>greyscale</source>
        <translation>greyscale</translation>
    </message>
    <message>
        <source>%1 bit</source>
        <translation>%1 bit</translation>
    </message>
    <message>
        <source>transparency</source>
        <translation>transparency</translation>
    </message>
    <message>
        <source>limited range</source>
        <translation>limited range</translation>
    </message>
    <message>
        <source>full range</source>
        <translation>full range</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 of %2</translation>
    </message>
    <message>
        <source>checking %1 of %2</source>
        <translation>checking %1 of %2</translation>
    </message>
    <message>
        <source>busy for %1 s</source>
        <translation>busy for %1 s</translation>
    </message>
    <message>
        <source>Get</source>
        <translation>Get</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Use</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>From file…</source>
        <translation>From file…</translation>
    </message>
    <message>
        <source>The results that its publisher gives were not reproduced with videxplore yet.</source>
        <translation>The results that its publisher gives were not reproduced with videxplore yet.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>From folder…</source>
        <translation>From folder…</translation>
    </message>
    <message>
        <source>Waiting…</source>
        <translation>Waiting…</translation>
    </message>
    <message>
        <source>Needs the package %1, which is not installed.</source>
        <translation>Needs the package %1, which is not installed.</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In use</translation>
    </message>
    <message>
        <source>Chosen, but its file is not here: get it, or use another one.</source>
        <translation>Chosen, but its file is not here: get it, or use another one.</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Ready</translation>
    </message>
    <message>
        <source>comes with the program</source>
        <translation>comes with the program</translation>
    </message>
    <message numerus="yes">
        <source>%n label(s)</source>
        <translation>
            <numerusform>%n label</numerusform>
            <numerusform>%n labels</numerusform>
        </translation>
    </message>
    <message>
        <source>no file is published; you train it</source>
        <translation>no file is published; you train it</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>about %1</translation>
    </message>
    <message>
        <source>about %1 for this library</source>
        <translation>about %1 for this library</translation>
    </message>
    <message>
        <source>Folder with the files of the model</source>
        <translation>Folder with the files of the model</translation>
    </message>
    <message>
        <source>Model file</source>
        <translation>Model file</translation>
    </message>
    <message>
        <source>Model files (*.safetensors *.pth *.pt *.pyth)</source>
        <translation>Model files (*.safetensors *.pth *.pt *.pyth)</translation>
    </message>
</context>
<context>
    <name>ModelsWork</name>
    <message>
        <source>The model could not be loaded.</source>
        <translation>The model could not be loaded.</translation>
    </message>
</context>
<context>
    <name>MomentMenu</name>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Search for this</source>
        <translation>Search for this</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>More like this</translation>
    </message>
    <message>
        <source>Less like this</source>
        <translation>Less like this</translation>
    </message>
    <message>
        <source>Followed by this</source>
        <translation>Followed by this</translation>
    </message>
    <message>
        <source>Add to selects</source>
        <translation>Add to selects</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Export…</translation>
    </message>
    <message numerus="yes">
        <source>Export %n moment(s)…</source>
        <translation>
            <numerusform>Export %n moment…</numerusform>
            <numerusform>Export %n moments…</numerusform>
        </translation>
    </message>
    <message>
        <source>Teach an action…</source>
        <translation>Teach an action…</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Copy as text</translation>
    </message>
    <message numerus="yes">
        <source>Summarise %n moment(s)</source>
        <translation>
            <numerusform>Summarise %n moment</numerusform>
            <numerusform>Summarise %n moments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NeighbourScenes</name>
    <message numerus="yes">
        <source>%n scene(s) later</source>
        <translation>
            <numerusform>%n scene later</numerusform>
            <numerusform>%n scenes later</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n scene(s) before</source>
        <translation>
            <numerusform>%n scene before</numerusform>
            <numerusform>%n scenes before</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PairView</name>
    <message>
        <source>Both pictures</source>
        <translation>Both pictures</translation>
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
        <translation>Search for this frame</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Full screen</translation>
    </message>
    <message>
        <source>Select a video, or search for words or a picture.</source>
        <translation>Select a video, or search for words or a picture.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Play</translation>
    </message>
    <message>
        <source>Frame copied.</source>
        <translation>Frame copied.</translation>
    </message>
    <message>
        <source>Previous frame</source>
        <translation>Previous frame</translation>
    </message>
    <message>
        <source>Next frame</source>
        <translation>Next frame</translation>
    </message>
    <message>
        <source>Play backwards, faster each time</source>
        <translation>Play backwards, faster each time</translation>
    </message>
    <message>
        <source>Pause, back to normal speed</source>
        <translation>Pause, back to normal speed</translation>
    </message>
    <message>
        <source>Play, faster each time</source>
        <translation>Play, faster each time</translation>
    </message>
    <message>
        <source>Back 1 second</source>
        <translation>Back 1 second</translation>
    </message>
    <message>
        <source>Forward 1 second</source>
        <translation>Forward 1 second</translation>
    </message>
    <message>
        <source>Back 10 seconds</source>
        <translation>Back 10 seconds</translation>
    </message>
    <message>
        <source>Forward 10 seconds</source>
        <translation>Forward 10 seconds</translation>
    </message>
    <message>
        <source>Previous scene</source>
        <translation>Previous scene</translation>
    </message>
    <message>
        <source>Next scene</source>
        <translation>Next scene</translation>
    </message>
    <message>
        <source>To the start</source>
        <translation>To the start</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>To the end</translation>
    </message>
    <message>
        <source>Set the in point</source>
        <translation>Set the in point</translation>
    </message>
    <message>
        <source>Set the out point</source>
        <translation>Set the out point</translation>
    </message>
    <message>
        <source>Go to the in point</source>
        <translation>Go to the in point</translation>
    </message>
    <message>
        <source>Go to the out point</source>
        <translation>Go to the out point</translation>
    </message>
    <message>
        <source>Loop between in and out</source>
        <translation>Loop between in and out</translation>
    </message>
    <message>
        <source>Bookmark</source>
        <translation>Bookmark</translation>
    </message>
    <message>
        <source>Go to time…</source>
        <translation>Go to time…</translation>
    </message>
    <message>
        <source>Copy the picture</source>
        <translation>Copy the picture</translation>
    </message>
    <message>
        <source>Save the picture…</source>
        <translation>Save the picture…</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Mute</translation>
    </message>
    <message>
        <source>Search in a box</source>
        <translation>Search in a box</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Why?</translation>
    </message>
    <message>
        <source>Label and time on the picture</source>
        <translation>Label and time on the picture</translation>
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
        <translation>is not a time: try 75.5, 1:15.5 or f433 for a frame</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>Name of the video</source>
        <translation>Name of the video</translation>
    </message>
    <message>
        <source>In, out and length</source>
        <translation>In, out and length</translation>
    </message>
    <message>
        <source>Go to time</source>
        <translation>Go to time</translation>
    </message>
    <message>
        <source>Seconds, 1:15.5, 00:01:15:12 or f433 for a frame</source>
        <translation>Seconds, 1:15.5, 00:01:15:12 or f433 for a frame</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Speed</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volume</translation>
    </message>
</context>
<context>
    <name>QueryBar</name>
    <message>
        <source>Search: words, or drop or paste a picture</source>
        <translation>Search: words, or drop or paste a picture</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Describe what you look for, or drop or paste a picture</source>
        <translation>Describe what you look for, or drop or paste a picture</translation>
    </message>
    <message>
        <source>Click, drop or type what follows</source>
        <translation>Click, drop or type what follows</translation>
    </message>
    <message>
        <source>Add words</source>
        <translation>Add words</translation>
    </message>
    <message>
        <source>Add words or a description</source>
        <translation>Add words or a description</translation>
    </message>
    <message>
        <source>like</source>
        <translation>like</translation>
    </message>
    <message>
        <source>not like</source>
        <translation>not like</translation>
    </message>
    <message>
        <source>scene %1</source>
        <translation>scene %1</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>picture</translation>
    </message>
    <message>
        <source>region</source>
        <translation>region</translation>
    </message>
</context>
<context>
    <name>RatingStars</name>
    <message>
        <source>Rating %1</source>
        <translation>Rating %1</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>The file %1</source>
        <translation>The file %1</translation>
    </message>
</context>
<context>
    <name>RecordedDatesDialog</name>
    <message>
        <source>Date recorded</source>
        <translation>Date recorded</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>First day</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Last day</translation>
    </message>
</context>
<context>
    <name>Relinking</name>
    <message>
        <source>Where is “%1”?</source>
        <translation>Where is “%1”?</translation>
    </message>
    <message>
        <source>Files of this kind (%1)</source>
        <translation>Files of this kind (%1)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>All files (*)</translation>
    </message>
    <message numerus="yes">
        <source>%n other missing video(s) were moved along.</source>
        <translation>
            <numerusform>%n other missing video was moved along.</numerusform>
            <numerusform>%n other missing videos were moved along.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message>
        <source>Locate all</source>
        <translation>Locate all</translation>
    </message>
    <message>
        <source>Only this one</source>
        <translation>Only this one</translation>
    </message>
    <message>
        <source>It is taken if it is as long as the one before.</source>
        <translation>It is taken if it is as long as the one before.</translation>
    </message>
    <message>
        <source>Locate anyway</source>
        <translation>Locate anyway</translation>
    </message>
    <message>
        <source>Locate</source>
        <translation>Locate</translation>
    </message>
    <message numerus="yes">
        <source>%n video(s) located</source>
        <translation>
            <numerusform>%n video located</numerusform>
            <numerusform>%n videos located</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RemarksDialog</name>
    <message>
        <source>Note, tags and rating</source>
        <translation>Note, tags and rating</translation>
    </message>
    <message>
        <source>dusk, harbour</source>
        <translation>dusk, harbour</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Rating</translation>
    </message>
    <message>
        <source>Words of notes and tags can be searched for.</source>
        <translation>Words of notes and tags can be searched for.</translation>
    </message>
</context>
<context>
    <name>ResultViews</name>
    <message>
        <source>Similar moments</source>
        <translation>Similar moments</translation>
    </message>
    <message>
        <source>Show as a grid</source>
        <translation>Show as a grid</translation>
    </message>
    <message>
        <source>Show with what comes before and after</source>
        <translation>Show with what comes before and after</translation>
    </message>
    <message>
        <source>Show as a table</source>
        <translation>Show as a table</translation>
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
        <translation>Time</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Length</translation>
    </message>
    <message>
        <source>Match</source>
        <translation>Match</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Group</translation>
    </message>
    <message>
        <source>Found by</source>
        <translation>Found by</translation>
    </message>
    <message>
        <source>Date recorded</source>
        <translation>Date recorded</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>Frame rate</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>Similar moments in columns</source>
        <translation>Similar moments in columns</translation>
    </message>
</context>
<context>
    <name>RunNews</name>
    <message numerus="yes">
        <source>%n video(s) indexed</source>
        <translation>
            <numerusform>%n video indexed</numerusform>
            <numerusform>%n videos indexed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message>
        <source>Indexing is done</source>
        <translation>Indexing is done</translation>
    </message>
</context>
<context>
    <name>SavedSearches</name>
    <message>
        <source>search “%1” saved</source>
        <translation>search “%1” saved</translation>
    </message>
    <message>
        <source>search “%1” renamed</source>
        <translation>search “%1” renamed</translation>
    </message>
    <message>
        <source>saved search “%1” removed</source>
        <translation>saved search “%1” removed</translation>
    </message>
</context>
<context>
    <name>SceneFacts</name>
    <message>
        <source>Camera</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>Movement</source>
        <translation>Movement</translation>
    </message>
    <message>
        <source>Still</source>
        <translation>Still</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Black</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>Blur</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Loudness</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>Silence</translation>
    </message>
    <message>
        <source>Probably speech</source>
        <translation>Probably speech</translation>
    </message>
    <message>
        <source>Probably music</source>
        <translation>Probably music</translation>
    </message>
    <message>
        <source>Static</source>
        <translation>Static</translation>
    </message>
    <message>
        <source>Pan to the left</source>
        <translation>Pan to the left</translation>
    </message>
    <message>
        <source>Pan to the right</source>
        <translation>Pan to the right</translation>
    </message>
    <message>
        <source>Tilt up</source>
        <translation>Tilt up</translation>
    </message>
    <message>
        <source>Tilt down</source>
        <translation>Tilt down</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Zoom in</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Zoom out</translation>
    </message>
    <message>
        <source>Moves</source>
        <translation>Moves</translation>
    </message>
</context>
<context>
    <name>SceneFilterMenu</name>
    <message>
        <source>Scene content</source>
        <translation>Scene content</translation>
    </message>
    <message>
        <source>Moving or still</source>
        <translation>Moving or still</translation>
    </message>
    <message>
        <source>Something moves</source>
        <translation>Something moves</translation>
    </message>
    <message>
        <source>Nothing moves</source>
        <translation>Nothing moves</translation>
    </message>
    <message>
        <source>Any camera move</source>
        <translation>Any camera move</translation>
    </message>
    <message>
        <source>Static camera</source>
        <translation>Static camera</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Pan</translation>
    </message>
    <message>
        <source>Tilt</source>
        <translation>Tilt</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Any light</source>
        <translation>Any light</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>Bright</source>
        <translation>Bright</translation>
    </message>
    <message>
        <source>Sharp or blurred</source>
        <translation>Sharp or blurred</translation>
    </message>
    <message>
        <source>Sharp</source>
        <translation>Sharp</translation>
    </message>
    <message>
        <source>Blurred</source>
        <translation>Blurred</translation>
    </message>
    <message>
        <source>Any sound</source>
        <translation>Any sound</translation>
    </message>
    <message>
        <source>Silent</source>
        <translation>Silent</translation>
    </message>
    <message>
        <source>Not silent</source>
        <translation>Not silent</translation>
    </message>
    <message>
        <source>Probably speech</source>
        <translation>Probably speech</translation>
    </message>
    <message>
        <source>Probably music</source>
        <translation>Probably music</translation>
    </message>
</context>
<context>
    <name>ScenesTab</name>
    <message>
        <source>Scenes of this video</source>
        <translation>Scenes of this video</translation>
    </message>
    <message>
        <source>Its scenes are not known yet</source>
        <translation>Its scenes are not known yet</translation>
    </message>
    <message>
        <source>Scenes appear once this video has been analysed.</source>
        <translation>Scenes appear once this video has been analysed.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Scene %1 at %2, %3 long</source>
        <translation>Scene %1 at %2, %3 long</translation>
    </message>
</context>
<context>
    <name>SearchOptions</name>
    <message>
        <source>What must follow</source>
        <translation>What must follow</translation>
    </message>
    <message>
        <source>Followed by…</source>
        <translation>Followed by…</translation>
    </message>
    <message>
        <source>Press, then click the scene that comes next.</source>
        <translation>Press, then click the scene that comes next.</translation>
    </message>
    <message>
        <source>What is compared</source>
        <translation>What is compared</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filters</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Appearance</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Motion</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Both</translation>
    </message>
    <message>
        <source>Appearance and motion</source>
        <translation>Appearance and motion</translation>
    </message>
    <message>
        <source>Hide this video</source>
        <translation>Hide this video</translation>
    </message>
    <message>
        <source>Any length</source>
        <translation>Any length</translation>
    </message>
    <message>
        <source>Any match</source>
        <translation>Any match</translation>
    </message>
    <message>
        <source>Strong matches only</source>
        <translation>Strong matches only</translation>
    </message>
    <message>
        <source>Very strong matches only</source>
        <translation>Very strong matches only</translation>
    </message>
    <message>
        <source>Only in %1</source>
        <translation>Only in %1</translation>
    </message>
    <message>
        <source>At least %1 s long</source>
        <translation>At least %1 s long</translation>
    </message>
</context>
<context>
    <name>SearchWork</name>
    <message>
        <source>Open a video first; then its scenes can be searched for.</source>
        <translation>Open a video first; then its scenes can be searched for.</translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message>
        <source>Selected moments</source>
        <translation>Selected moments</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>Select nothing</translation>
    </message>
    <message>
        <source>Add to selects</source>
        <translation>Add to selects</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Teach</source>
        <translation>Teach</translation>
    </message>
    <message>
        <source>Storyboard</source>
        <translation>Storyboard</translation>
    </message>
    <message numerus="yes">
        <source>%n scene(s)</source>
        <translation>
            <numerusform>%n scene</numerusform>
            <numerusform>%n scenes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SelectsActions</name>
    <message>
        <source>Open a video first, or select scenes.</source>
        <translation>Open a video first, or select scenes.</translation>
    </message>
</context>
<context>
    <name>SelectsTab</name>
    <message>
        <source>Bins</source>
        <translation>Bins</translation>
    </message>
    <message>
        <source>Items of the bin</source>
        <translation>Items of the bin</translation>
    </message>
    <message>
        <source>Play the bin as one film</source>
        <translation>Play the bin as one film</translation>
    </message>
    <message>
        <source>Search for scenes like these</source>
        <translation>Search for scenes like these</translation>
    </message>
    <message>
        <source>Teach from these</source>
        <translation>Teach from these</translation>
    </message>
    <message>
        <source>Export the bin</source>
        <translation>Export the bin</translation>
    </message>
    <message>
        <source>New bin</source>
        <translation>New bin</translation>
    </message>
    <message>
        <source>Import a timeline or annotations</source>
        <translation>Import a timeline or annotations</translation>
    </message>
    <message>
        <source>Delete the bin</source>
        <translation>Delete the bin</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) rated</source>
        <translation>
            <numerusform>%n item rated</numerusform>
            <numerusform>%n items rated</numerusform>
        </translation>
    </message>
    <message>
        <source>item trimmed</source>
        <translation>item trimmed</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep what you found</source>
        <translation>Keep what you found</translation>
    </message>
    <message>
        <source>Press B on a scene, or drag scenes here. They are kept in their order, to be exported.</source>
        <translation>Press B on a scene, or drag scenes here. They are kept in their order, to be exported.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>rejected</translation>
    </message>
    <message>
        <source>Item %1: %2</source>
        <translation>Item %1: %2</translation>
    </message>
    <message>
        <source>bin “%1” renamed</source>
        <translation>bin “%1” renamed</translation>
    </message>
    <message>
        <source>Bin %1</source>
        <translation>Bin %1</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) kept</source>
        <translation>
            <numerusform>%n item kept</numerusform>
            <numerusform>%n items kept</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) rejected</source>
        <translation>
            <numerusform>%n item rejected</numerusform>
            <numerusform>%n items rejected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) removed from the bin</source>
        <translation>
            <numerusform>%n item removed from the bin</numerusform>
            <numerusform>%n items removed from the bin</numerusform>
        </translation>
    </message>
    <message>
        <source>Open the video of this item first, at its new in or out point.</source>
        <translation>Open the video of this item first, at its new in or out point.</translation>
    </message>
    <message>
        <source>In must come before out, and both must lie in the video.</source>
        <translation>In must come before out, and both must lie in the video.</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) moved</source>
        <translation>
            <numerusform>%n item moved</numerusform>
            <numerusform>%n items moved</numerusform>
        </translation>
    </message>
    <message>
        <source>Play from here</source>
        <translation>Play from here</translation>
    </message>
    <message>
        <source>Search for this</source>
        <translation>Search for this</translation>
    </message>
    <message>
        <source>Teach an action…</source>
        <translation>Teach an action…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Export…</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Keep</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Reject</translation>
    </message>
    <message>
        <source>Remove from the bin</source>
        <translation>Remove from the bin</translation>
    </message>
</context>
<context>
    <name>SelectsWork</name>
    <message numerus="yes">
        <source>%n scene(s) added to “%1”</source>
        <translation>
            <numerusform>%n scene added to “%1”</numerusform>
            <numerusform>%n scenes added to “%1”</numerusform>
        </translation>
    </message>
    <message>
        <source>Selects</source>
        <translation>Selects</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) added to “%1”</source>
        <translation>
            <numerusform>%n item added to “%1”</numerusform>
            <numerusform>%n items added to “%1”</numerusform>
        </translation>
    </message>
    <message>
        <source>bin “%1” made</source>
        <translation>bin “%1” made</translation>
    </message>
    <message>
        <source>bin “%1” deleted</source>
        <translation>bin “%1” deleted</translation>
    </message>
    <message numerus="yes">
        <source>%n favourite(s) marked</source>
        <translation>
            <numerusform>%n favourite marked</numerusform>
            <numerusform>%n favourites marked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mark(s) removed</source>
        <translation>
            <numerusform>%n mark removed</numerusform>
            <numerusform>%n marks removed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moment(s) rejected</source>
        <translation>
            <numerusform>%n moment rejected</numerusform>
            <numerusform>%n moments rejected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>note on %n moment(s) changed</source>
        <translation>
            <numerusform>note on %n moment changed</numerusform>
            <numerusform>note on %n moments changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moment(s) marked</source>
        <translation>
            <numerusform>%n moment marked</numerusform>
            <numerusform>%n moments marked</numerusform>
        </translation>
    </message>
    <message>
        <source>bookmark at %1 removed</source>
        <translation>bookmark at %1 removed</translation>
    </message>
    <message>
        <source>bookmark at %1 added</source>
        <translation>bookmark at %1 added</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Same as system</source>
        <translation>Same as system</translation>
    </message>
    <message>
        <source>Run on</source>
        <translation>Run on</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Choose…</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Never</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 days</translation>
    </message>
    <message>
        <source>90 days</source>
        <translation>90 days</translation>
    </message>
    <message>
        <source>1 year</source>
        <translation>1 year</translation>
    </message>
    <message>
        <source>Videos whose files were deleted. Those on drives that are not connected stay.</source>
        <translation>Videos whose files were deleted. Those on drives that are not connected stay.</translation>
    </message>
    <message>
        <source>Library folder</source>
        <translation>Library folder</translation>
    </message>
    <message>
        <source>Remove missing videos after</source>
        <translation>Remove missing videos after</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Theme</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>Restart now</source>
        <translation>Restart now</translation>
    </message>
    <message>
        <source>Takes effect after a restart.</source>
        <translation>Takes effect after a restart.</translation>
    </message>
    <message>
        <source>Automatic (%1)</source>
        <translation>Automatic (%1)</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatic</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>NVIDIA GPU</source>
        <translation>NVIDIA GPU</translation>
    </message>
    <message>
        <source>Apple GPU</source>
        <translation>Apple GPU</translation>
    </message>
    <message>
        <source>General</source>
        <translation>General</translation>
    </message>
    <message>
        <source>Understanding</source>
        <translation>Understanding</translation>
    </message>
    <message>
        <source>Watched folders</source>
        <translation>Watched folders</translation>
    </message>
    <message>
        <source>Machines</source>
        <translation>Machines</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Keys</translation>
    </message>
    <message>
        <source>About</source>
        <translation>About</translation>
    </message>
</context>
<context>
    <name>SimilarPanel</name>
    <message>
        <source>Similar moments</source>
        <translation>Similar moments</translation>
    </message>
    <message>
        <source>Group by video</source>
        <translation>Group by video</translation>
    </message>
    <message>
        <source>Clear lasso</source>
        <translation>Clear lasso</translation>
    </message>
    <message>
        <source>Limited to the scenes lassoed on the map. Click to clear.</source>
        <translation>Limited to the scenes lassoed on the map. Click to clear.</translation>
    </message>
    <message numerus="yes">
        <source>%n match(es)</source>
        <translation>
            <numerusform>%n match</numerusform>
            <numerusform>%n matches</numerusform>
        </translation>
    </message>
    <message>
        <source>Search failed</source>
        <translation>Search failed</translation>
    </message>
    <message>
        <source>Or press %1 for the current frame.</source>
        <translation>Or press %1 for the current frame.</translation>
    </message>
    <message>
        <source>Click a scene to find moments like it</source>
        <translation>Click a scene to find moments like it</translation>
    </message>
    <message>
        <source>The library is empty</source>
        <translation>The library is empty</translation>
    </message>
    <message>
        <source>Drop videos or folders anywhere.</source>
        <translation>Drop videos or folders anywhere.</translation>
    </message>
    <message numerus="yes">
        <source>None of the %n lassoed scene(s) is similar enough.</source>
        <translation>
            <numerusform>The %n lassoed scene is not similar enough.</numerusform>
            <numerusform>None of the %n lassoed scenes is similar enough.</numerusform>
        </translation>
    </message>
    <message>
        <source>No strong matches</source>
        <translation>No strong matches</translation>
    </message>
    <message>
        <source>Widen the filters, or add more videos to the library.</source>
        <translation>Widen the filters, or add more videos to the library.</translation>
    </message>
    <message>
        <source>No results yet</source>
        <translation>No results yet</translation>
    </message>
    <message>
        <source>No results for “%1” yet</source>
        <translation>No results for “%1” yet</translation>
    </message>
    <message>
        <source>%1 of %2 videos are searchable. The others are not indexed yet.</source>
        <translation>%1 of %2 videos are searchable. The others are not indexed yet.</translation>
    </message>
    <message>
        <source>%1 of %2 videos are searchable so far. The search is repeated by itself.</source>
        <translation>%1 of %2 videos are searchable so far. The search is repeated by itself.</translation>
    </message>
    <message>
        <source>No results for “%1”</source>
        <translation>No results for “%1”</translation>
    </message>
    <message>
        <source>No label, file name or folder name contains it.</source>
        <translation>No label, file name or folder name contains it.</translation>
    </message>
    <message numerus="yes">
        <source>None of the %n lassoed scene(s) is labelled or named so.</source>
        <translation>
            <numerusform>The %n lassoed scene is not labelled or named so.</numerusform>
            <numerusform>None of the %n lassoed scenes is labelled or named so.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moment(s)</source>
        <translation>
            <numerusform>%n moment</numerusform>
            <numerusform>%n moments</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n video(s)</source>
        <translation>
            <numerusform>%n video</numerusform>
            <numerusform>%n videos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lassoed</source>
        <translation>
            <numerusform>%n lassoed</numerusform>
            <numerusform>%n lassoed</numerusform>
        </translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Searching…</translation>
    </message>
    <message>
        <source>No similar moments</source>
        <translation>No similar moments</translation>
    </message>
    <message>
        <source>searching…</source>
        <translation>searching…</translation>
    </message>
    <message>
        <source>+%1 s</source>
        <translation>+%1 s</translation>
    </message>
    <message>
        <source>followed after %1 s</source>
        <translation>followed after %1 s</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 at %2</translation>
    </message>
    <message>
        <source>score %1</source>
        <translation>score %1</translation>
    </message>
    <message>
        <source>%1 alike</source>
        <translation>%1 alike</translation>
    </message>
    <message>
        <source>my label: %1</source>
        <translation>my label: %1</translation>
    </message>
    <message>
        <source>file name: %1</source>
        <translation>file name: %1</translation>
    </message>
    <message>
        <source>label: %1</source>
        <translation>label: %1</translation>
    </message>
    <message>
        <source>folder: %1</source>
        <translation>folder: %1</translation>
    </message>
    <message>
        <source>mark: %1</source>
        <translation>mark: %1</translation>
    </message>
    <message>
        <source>said: %1</source>
        <translation>said: %1</translation>
    </message>
    <message>
        <source>on screen: %1</source>
        <translation>on screen: %1</translation>
    </message>
    <message>
        <source>file name</source>
        <translation>file name</translation>
    </message>
    <message>
        <source>said</source>
        <translation>said</translation>
    </message>
    <message>
        <source>on screen</source>
        <translation>on screen</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>Indexing progress</source>
        <translation>Indexing progress</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Getting %1</source>
        <translation>Getting %1</translation>
    </message>
    <message numerus="yes">
        <source>%n video(s)</source>
        <translation>
            <numerusform>%n video</numerusform>
            <numerusform>%n videos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped. %n video(s) are not indexed yet.</source>
        <translation>
            <numerusform>Stopped. %n video is not indexed yet.</numerusform>
            <numerusform>Stopped. %n videos are not indexed yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped. %n video(s) are not fully indexed yet.</source>
        <translation>
            <numerusform>Stopped. %n video is not fully indexed yet.</numerusform>
            <numerusform>Stopped. %n videos are not fully indexed yet.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 videos searchable</source>
        <translation>%1 of %2 videos searchable</translation>
    </message>
    <message>
        <source>Recognising words %1 of %2</source>
        <translation>Recognising words %1 of %2</translation>
    </message>
    <message>
        <source>Refining scenes %1 of %2</source>
        <translation>Refining scenes %1 of %2</translation>
    </message>
    <message>
        <source>All searchable · refining scenes %1 of %2</source>
        <translation>All searchable · refining scenes %1 of %2</translation>
    </message>
    <message>
        <source>Show what failed and why</source>
        <translation>Show what failed and why</translation>
    </message>
    <message>
        <source>Looking for videos…</source>
        <translation>Looking for videos…</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Paused</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Resume</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Stopped</translation>
    </message>
    <message>
        <source>Learning %1 of %2</source>
        <translation>Learning %1 of %2</translation>
    </message>
    <message>
        <source>Loading the models…</source>
        <translation>Loading the models…</translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
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
        <translation>Pictures of this cluster</translation>
    </message>
    <message>
        <source>Number of pictures</source>
        <translation>Number of pictures</translation>
    </message>
    <message>
        <source>Back to the storyboard</source>
        <translation>Back to the storyboard</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
    <message>
        <source>It appears once the video has been analysed.</source>
        <translation>It appears once the video has been analysed.</translation>
    </message>
    <message>
        <source>No storyboard yet</source>
        <translation>No storyboard yet</translation>
    </message>
    <message>
        <source>Picture at %1</source>
        <translation>Picture at %1</translation>
    </message>
    <message>
        <source>Back to the video</source>
        <translation>Back to the video</translation>
    </message>
    <message numerus="yes">
        <source>%n moment(s)</source>
        <translation>
            <numerusform>%n moment</numerusform>
            <numerusform>%n moments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TeachDialog</name>
    <message>
        <source>Teach an action</source>
        <translation>Teach an action</translation>
    </message>
    <message>
        <source>What do these moments show?</source>
        <translation>What do these moments show?</translation>
    </message>
    <message>
        <source>Name of the action</source>
        <translation>Name of the action</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>Examples</translation>
    </message>
    <message>
        <source>Teaching progress</source>
        <translation>Teaching progress</translation>
    </message>
    <message>
        <source>Teach</source>
        <translation>Teach</translation>
    </message>
    <message>
        <source>Done: show all</source>
        <translation>Done: show all</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Close</translation>
    </message>
    <message numerus="yes">
        <source>%n example(s)</source>
        <translation>
            <numerusform>%n example</numerusform>
            <numerusform>%n examples</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n negative example(s)</source>
        <translation>
            <numerusform>, %n negative example</numerusform>
            <numerusform>, %n negative examples</numerusform>
        </translation>
    </message>
    <message>
        <source>Name it, and videxplore looks for it in every video.</source>
        <translation>Name it, and videxplore looks for it in every video.</translation>
    </message>
    <message>
        <source>Teach “%1”</source>
        <translation>Teach “%1”</translation>
    </message>
    <message>
        <source>Saved. “%1” is now detected in every video.</source>
        <translation>Saved. “%1” is now detected in every video.</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) learned.</source>
        <translation>
            <numerusform>%n answer learned.</numerusform>
            <numerusform>%n answers learned.</numerusform>
        </translation>
    </message>
    <message>
        <source>Teaching failed.</source>
        <translation>Teaching failed.</translation>
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
        <translation>Drag to move through the video. The wheel zooms, Shift and the wheel pan, + and - zoom.</translation>
    </message>
    <message>
        <source>Find scenes like this</source>
        <translation>Find scenes like this</translation>
    </message>
    <message>
        <source>Zoom to this scene</source>
        <translation>Zoom to this scene</translation>
    </message>
    <message>
        <source>Show the whole video</source>
        <translation>Show the whole video</translation>
    </message>
    <message>
        <source>Set the in point here</source>
        <translation>Set the in point here</translation>
    </message>
    <message>
        <source>Set the out point here</source>
        <translation>Set the out point here</translation>
    </message>
    <message>
        <source>Clear in and out</source>
        <translation>Clear in and out</translation>
    </message>
    <message>
        <source>Bookmark</source>
        <translation>Bookmark</translation>
    </message>
    <message>
        <source>Pictures appear here as the video is indexed.</source>
        <translation>Pictures appear here as the video is indexed.</translation>
    </message>
</context>
<context>
    <name>TimelineView</name>
    <message>
        <source>Show the whole video</source>
        <translation>Show the whole video</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Previous search</source>
        <translation>Previous search</translation>
    </message>
    <message>
        <source>Next search</source>
        <translation>Next search</translation>
    </message>
    <message>
        <source>Earlier searches</source>
        <translation>Earlier searches</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Keys</translation>
    </message>
    <message>
        <source>History</source>
        <translation>History</translation>
    </message>
    <message>
        <source>Save search…</source>
        <translation>Save search…</translation>
    </message>
    <message>
        <source>Rename %1…</source>
        <translation>Rename %1…</translation>
    </message>
    <message>
        <source>Remove saved search %1</source>
        <translation>Remove saved search %1</translation>
    </message>
    <message>
        <source>Save search</source>
        <translation>Save search</translation>
    </message>
    <message>
        <source>Rename search</source>
        <translation>Rename search</translation>
    </message>
    <message>
        <source>Named searches are kept; unnamed ones are dropped as new ones arrive.</source>
        <translation>Named searches are kept; unnamed ones are dropped as new ones arrive.</translation>
    </message>
    <message>
        <source>(motion)</source>
        <translation>(motion)</translation>
    </message>
    <message>
        <source>(appearance and motion)</source>
        <translation>(appearance and motion)</translation>
    </message>
    <message>
        <source>(filtered)</source>
        <translation>(filtered)</translation>
    </message>
    <message>
        <source>then</source>
        <translation>then</translation>
    </message>
</context>
<context>
    <name>TrackMenu</name>
    <message>
        <source>Picture</source>
        <translation>Picture</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Sound</translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s)</source>
        <translation>
            <numerusform>%n channel</numerusform>
            <numerusform>%n channels</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>Subtitles</source>
        <translation>Subtitles</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>Speech</translation>
    </message>
    <message>
        <source>Text on screen</source>
        <translation>Text on screen</translation>
    </message>
</context>
<context>
    <name>TranscriptPanel</name>
    <message>
        <source>Which text</source>
        <translation>Which text</translation>
    </message>
    <message>
        <source>Add to Selects</source>
        <translation>Add to Selects</translation>
    </message>
    <message>
        <source>Keep the part in which the selected words are said</source>
        <translation>Keep the part in which the selected words are said</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Export…</translation>
    </message>
    <message>
        <source>Get a model for speech or text…</source>
        <translation>Get a model for speech or text…</translation>
    </message>
    <message>
        <source>No transcript</source>
        <translation>No transcript</translation>
    </message>
    <message>
        <source>Subtitles are read from the video and from files beside it. Speech and text on screen are recognised by models that you choose.</source>
        <translation>Subtitles are read from the video and from files beside it. Speech and text on screen are recognised by models that you choose.</translation>
    </message>
    <message>
        <source>Export the transcript</source>
        <translation>Export the transcript</translation>
    </message>
    <message>
        <source>The transcript was written to %1.</source>
        <translation>The transcript was written to %1.</translation>
    </message>
</context>
<context>
    <name>TranscriptView</name>
    <message>
        <source>Transcript</source>
        <translation>Transcript</translation>
    </message>
</context>
<context>
    <name>UnderstandingPage</name>
    <message>
        <source>What a model gives is added to the library in the background; searches go on meanwhile. Times are measured on this computer with a few frames or clips of your videos.</source>
        <translation>What a model gives is added to the library in the background; searches go on meanwhile. Times are measured on this computer with a few frames or clips of your videos.</translation>
    </message>
    <message>
        <source>their publishers</source>
        <translation>their publishers</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Advanced</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>All models</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Models</translation>
    </message>
    <message>
        <source>Visual search: fast</source>
        <translation>Visual search: fast</translation>
    </message>
    <message>
        <source>Visual search: better</source>
        <translation>Visual search: better</translation>
    </message>
    <message>
        <source>Describe in words</source>
        <translation>Describe in words</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Actions</translation>
    </message>
    <message>
        <source>Actions: better, for a GPU</source>
        <translation>Actions: better, for a GPU</translation>
    </message>
    <message>
        <source>Speech: fast</source>
        <translation>Speech: fast</translation>
    </message>
    <message>
        <source>Speech: better, for a GPU</source>
        <translation>Speech: better, for a GPU</translation>
    </message>
    <message>
        <source>Text on screen</source>
        <translation>Text on screen</translation>
    </message>
    <message>
        <source>Download from</source>
        <translation>Download from</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Folder…</translation>
    </message>
    <message>
        <source>Folder with models</source>
        <translation>Folder with models</translation>
    </message>
</context>
<context>
    <name>UndoStack</name>
    <message>
        <source>There is nothing to undo.</source>
        <translation>There is nothing to undo.</translation>
    </message>
    <message>
        <source>Undone: %1.</source>
        <translation>Undone: %1.</translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation>There is nothing to redo.</translation>
    </message>
    <message>
        <source>Redone: %1.</source>
        <translation>Redone: %1.</translation>
    </message>
</context>
<context>
    <name>UnreachableView</name>
    <message>
        <source>Locate…</source>
        <translation>Locate…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Show in folder</translation>
    </message>
    <message>
        <source>Remove from library</source>
        <translation>Remove from library</translation>
    </message>
    <message>
        <source>Cannot find “%1”</source>
        <translation>Cannot find “%1”</translation>
    </message>
    <message>
        <source>Its drive or folder is not connected. It is shown again once it is.</source>
        <translation>Its drive or folder is not connected. It is shown again once it is.</translation>
    </message>
    <message>
        <source>It was moved, renamed, deleted or overwritten.</source>
        <translation>It was moved, renamed, deleted or overwritten.</translation>
    </message>
</context>
<context>
    <name>VideoFilterMenus</name>
    <message>
        <source>Camera</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>Any camera</source>
        <translation>Any camera</translation>
    </message>
    <message>
        <source>Codec</source>
        <translation>Codec</translation>
    </message>
    <message>
        <source>Any codec</source>
        <translation>Any codec</translation>
    </message>
    <message>
        <source>Dynamic range</source>
        <translation>Dynamic range</translation>
    </message>
    <message>
        <source>SDR and HDR</source>
        <translation>SDR and HDR</translation>
    </message>
    <message>
        <source>Frame size</source>
        <translation>Frame size</translation>
    </message>
    <message>
        <source>Any frame size</source>
        <translation>Any frame size</translation>
    </message>
    <message>
        <source>Orientation</source>
        <translation>Orientation</translation>
    </message>
    <message>
        <source>Any orientation</source>
        <translation>Any orientation</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>Frame rate</translation>
    </message>
    <message>
        <source>Any frame rate</source>
        <translation>Any frame rate</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Length</translation>
    </message>
    <message>
        <source>Any length</source>
        <translation>Any length</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Sound</translation>
    </message>
    <message>
        <source>With or without sound</source>
        <translation>With or without sound</translation>
    </message>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Any state</source>
        <translation>Any state</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>Landscape</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>Portrait</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>Square</translation>
    </message>
    <message>
        <source>With sound</source>
        <translation>With sound</translation>
    </message>
    <message>
        <source>Without sound</source>
        <translation>Without sound</translation>
    </message>
    <message>
        <source>Under 10 s</source>
        <translation>Under 10 s</translation>
    </message>
    <message>
        <source>10 s to 1 min</source>
        <translation>10 s to 1 min</translation>
    </message>
    <message>
        <source>1 to 10 min</source>
        <translation>1 to 10 min</translation>
    </message>
    <message>
        <source>Over 10 min</source>
        <translation>Over 10 min</translation>
    </message>
    <message>
        <source>Date recorded</source>
        <translation>Date recorded</translation>
    </message>
    <message>
        <source>Any date</source>
        <translation>Any date</translation>
    </message>
    <message>
        <source>Choose dates…</source>
        <translation>Choose dates…</translation>
    </message>
</context>
<context>
    <name>VideoPanel</name>
    <message>
        <source>This video could not be read</source>
        <translation>This video could not be read</translation>
    </message>
</context>
<context>
    <name>VideoRowDelegate</name>
    <message>
        <source>indexing %1</source>
        <translation>indexing %1</translation>
    </message>
    <message numerus="yes">
        <source>%n scene(s)</source>
        <translation>
            <numerusform>%n scene</numerusform>
            <numerusform>%n scenes</numerusform>
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
        <translation>Date recorded</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Length</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>Frame rate</translation>
    </message>
    <message>
        <source>Frame size</source>
        <translation>Frame size</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>Codec</source>
        <translation>Codec</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Videos of the library in columns</source>
        <translation>Videos of the library in columns</translation>
    </message>
</context>
<context>
    <name>VideoWords</name>
    <message>
        <source>waiting</source>
        <translation>waiting</translation>
    </message>
    <message>
        <source>searchable</source>
        <translation>searchable</translation>
    </message>
    <message>
        <source>indexed</source>
        <translation>indexed</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>missing</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>failed</translation>
    </message>
    <message>
        <source>not indexed</source>
        <translation>not indexed</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>offline</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1%</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>less than a minute left</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>about %1 left</translation>
    </message>
</context>
<context>
    <name>WatchedFolders</name>
    <message>
        <source>What is new in %1 will not be noticed: %2.</source>
        <translation>What is new in %1 will not be noticed: %2.</translation>
    </message>
</context>
<context>
    <name>WindowDialogs</name>
    <message>
        <source>Timelines, tables, annotations (%1)</source>
        <translation>Timelines, tables, annotations (%1)</translation>
    </message>
    <message>
        <source>Import a timeline or annotations</source>
        <translation>Import a timeline or annotations</translation>
    </message>
    <message>
        <source>Taught: %1.</source>
        <translation>Taught: %1.</translation>
    </message>
    <message>
        <source>Open a video first; then its scenes can be exported.</source>
        <translation>Open a video first; then its scenes can be exported.</translation>
    </message>
    <message numerus="yes">
        <source>%n moment(s)</source>
        <translation>
            <numerusform>%n moment</numerusform>
            <numerusform>%n moments</numerusform>
        </translation>
    </message>
    <message>
        <source>Frame at %1</source>
        <translation>Frame at %1</translation>
    </message>
    <message>
        <source>Open a video first, or select moments that show the action.</source>
        <translation>Open a video first, or select moments that show the action.</translation>
    </message>
    <message>
        <source>Open a video first; then its footage can be looked for.</source>
        <translation>Open a video first; then its footage can be looked for.</translation>
    </message>
</context>
<context>
    <name>WindowParts</name>
    <message>
        <source>Views of this video and of the library</source>
        <translation>Views of this video and of the library</translation>
    </message>
    <message>
        <source>Scenes</source>
        <translation>Scenes</translation>
    </message>
    <message>
        <source>Storyboard</source>
        <translation>Storyboard</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Map</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Library</translation>
    </message>
    <message>
        <source>Selects</source>
        <translation>Selects</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Similar</source>
        <translation>Similar</translation>
    </message>
    <message>
        <source>Similar moments, labels, transcript and details</source>
        <translation>Similar moments, labels, transcript and details</translation>
    </message>
    <message>
        <source>Transcript</source>
        <translation>Transcript</translation>
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
        <translation>file</translation>
    </message>
    <message numerus="yes">
        <source>tag, %n mark(s)</source>
        <translation>
            <numerusform>tag, %n mark</numerusform>
            <numerusform>tag, %n marks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>folder, %n video(s)</source>
        <translation>
            <numerusform>folder, %n video</numerusform>
            <numerusform>folder, %n videos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n scene(s)</source>
        <translation>
            <numerusform>%n scene</numerusform>
            <numerusform>%n scenes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WordHelp</name>
    <message>
        <source>Words to search for instead</source>
        <translation>Words to search for instead</translation>
    </message>
    <message>
        <source>Did you mean %1?</source>
        <translation>Did you mean %1?</translation>
    </message>
    <message>
        <source>Labels in this library: %1</source>
        <translation>Labels in this library: %1</translation>
    </message>
    <message>
        <source>No scene of this library has labels yet.</source>
        <translation>No scene of this library has labels yet.</translation>
    </message>
    <message>
        <source>Scenes can be described in words: %1</source>
        <translation>Scenes can be described in words: %1</translation>
    </message>
    <message>
        <source>get a model</source>
        <translation>get a model</translation>
    </message>
</context>
<context>
    <name>_FolderDelegate</name>
    <message>
        <source>%1 (offline)</source>
        <translation>%1 (offline)</translation>
    </message>
</context>
</TS>
