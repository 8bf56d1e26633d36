<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ActionsPanel</name>
    <message>
        <source>+ Teach</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Name what the selected moments, or this scene, show</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>In this video</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Nothing was recognised yet.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Seen at %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Actions</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Nothing recognised here.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No video is open.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>BugReportDialog</name>
    <message>
        <source>Something went wrong in the program</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This is a bug of the program, not of your videos. Nothing is lost; you can go on working.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Report</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Copy report</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <source>Take this out of the query</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1; press to take it out of the query</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ClusterModel</name>
    <message>
        <source>Pictures like the one at %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 % of the time</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Search</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Find moments like the one on screen</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Clear the search</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Back to the search before</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>On to the next search</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Add a folder of videos</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Scenes</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Storyboard</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Map</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Library grid</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Similar moments</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Larger tiles</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Smaller tiles</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Show or hide the library</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Show or hide the similar moments</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Full screen</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Show all keys</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ContextRows</name>
    <message>
        <source>Similar moments with what comes before and after</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>DetailsPanel</name>
    <message>
        <source>No video is open</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Length</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Picture</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Rate</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Coding</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Sound</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Turned by</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>Errands</name>
    <message>
        <source>Open a video first; then its scenes can be exported.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Open a video first, or select moments that show the action.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Kind of file</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Open the folder</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Export progress</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Clips: video files, exact to the frame</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Timeline: OpenTimelineIO</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Timeline: Final Cut Pro XML</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Timeline: edit decision list</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Table: comma-separated values</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Storyboard picture</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Contact sheet</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Short version</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Chapters</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>As</source>
        <translation type="unfinished" />
    </message>
    <message numerus="yes">
        <source>%n moment(s)</source>
        <translation type="unfinished">
            <numerusform />
            <numerusform />
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation type="unfinished">
            <numerusform />
            <numerusform />
        </translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The export failed.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>FailuresPanel</name>
    <message>
        <source>Could not be indexed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Copy the list</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Close this list</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Nothing failed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Files that cannot be read appear here.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>FolderTree</name>
    <message>
        <source>All videos</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>FoldersList</name>
    <message>
        <source>What is new in these folders is indexed by itself while the program runs.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Watched folders</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Add…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Watch a folder</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>KeysOverlay</name>
    <message>
        <source>Keys</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>KeysTable</name>
    <message>
        <source>Filter commands</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The same keys twice: %1</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>LibraryEdits</name>
    <message numerus="yes">
        <source>remove %n video(s)</source>
        <translation type="unfinished">
            <numerusform />
            <numerusform />
        </translation>
    </message>
    <message>
        <source>teach “%1”</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>LibraryGrid</name>
    <message>
        <source>Videos of the library</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The library is empty</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Drop videos or folders anywhere.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>LibraryPanel</name>
    <message>
        <source>Folders</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Videos</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Library</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Filter by name</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Filter videos by name</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Drop a folder of videos here</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>They appear at once, become searchable one by one, and stay where they are.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Add a folder of videos</source>
        <translation type="unfinished" />
    </message>
    <message numerus="yes">
        <source>%n video(s)</source>
        <translation type="unfinished">
            <numerusform />
            <numerusform />
        </translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Copy path</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Index now</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Stop indexing this</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Remove from library</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Sort by</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Newest first</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Longest first</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Library</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Explore</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Failures</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Add a folder of videos</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>MomentMenu</name>
    <message>
        <source>Open</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Search for this</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>More like this</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Less like this</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Then this</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished" />
    </message>
    <message numerus="yes">
        <source>Export %n moment(s)…</source>
        <translation type="unfinished">
            <numerusform />
            <numerusform />
        </translation>
    </message>
    <message>
        <source>Teach an action…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Copy as text</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>PredictionBars</name>
    <message>
        <source>Recognised actions and objects</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1, according to %2</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>QueryBar</name>
    <message>
        <source>Search: words, or drop or paste a picture</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>then</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>like</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>not like</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>scene %1</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ScenesTab</name>
    <message>
        <source>Scenes of this video</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No video is open</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Choose one in the library.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This video could not be read</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Its scenes are not known yet</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>They appear as soon as it has been looked at.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Scene %1 at %2, %3 long</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>SearchOptions</name>
    <message>
        <source>then…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What must follow</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Press, then choose a second scene: finds places where one follows the other.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What is compared</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Filters</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Appearance</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Motion</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Appearance and motion</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Only other videos</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Only in %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Scenes of any length</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>At least %1 s long</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>However certain</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>At least %1 % certain</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Follows within %1 s</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>SearchWork</name>
    <message>
        <source>region</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Library folder</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Compute on</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Looks are compared by</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Actions are recognised by</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Library, device, networks and language take effect when the program starts next time.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>General</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Watched folders</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>SimilarPanel</name>
    <message>
        <source>Similar moments</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Show as a grid</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Show with what comes before and after</source>
        <translation type="unfinished" />
    </message>
    <message numerus="yes">
        <source>%n moment(s)</source>
        <translation type="unfinished">
            <numerusform />
            <numerusform />
        </translation>
    </message>
    <message numerus="yes">
        <source>%n video(s)</source>
        <translation type="unfinished">
            <numerusform />
            <numerusform />
        </translation>
    </message>
    <message>
        <source>No similar moments</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Nothing else in the library resembles this. Widen the filters or index more videos.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>searching…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>There is no answer</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Click a scene</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Moments of the whole library that look like it appear here. Press S for the one on screen.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 at %2, %3 alike, %4 certain</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>Indexing progress</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished" />
    </message>
    <message numerus="yes">
        <source>%n video(s)</source>
        <translation type="unfinished">
            <numerusform />
            <numerusform />
        </translation>
    </message>
    <message>
        <source>Paused at %1 of %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Indexing %1 of %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Looking for videos…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 searchable</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1× real time</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>waiting for: %1</source>
        <translation type="unfinished" />
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation type="unfinished">
            <numerusform />
            <numerusform />
        </translation>
    </message>
</context>
<context>
    <name>StoryboardTab</name>
    <message>
        <source>Storyboard</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Pictures of this cluster</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Number of pictures</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>pictures</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>all</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Back to the storyboard</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No video is open</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Choose one in the library.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>It appears as soon as the video has been looked at.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No storyboard yet</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Picture at %1</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>TeachDialog</name>
    <message>
        <source>Teach an action</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What do these moments show?</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Name of the action</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Examples</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Teaching progress</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Teach</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished" />
    </message>
    <message numerus="yes">
        <source>%n example(s)</source>
        <translation type="unfinished">
            <numerusform />
            <numerusform />
        </translation>
    </message>
    <message numerus="yes">
        <source>, and %n that it is not</source>
        <translation type="unfinished">
            <numerusform />
            <numerusform />
        </translation>
    </message>
    <message>
        <source>Name the action; it is then looked for in the whole library.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Learned. Wherever it is seen, “%1” is now shown.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Teaching failed.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Back to the search before</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>On to the next search</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Earlier searches</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished" />
    </message>
    <message numerus="yes">
        <source>%n not like</source>
        <translation type="unfinished">
            <numerusform />
            <numerusform />
        </translation>
    </message>
    <message>
        <source>then</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>VideoRowDelegate</name>
    <message>
        <source>indexing %1 %</source>
        <translation type="unfinished" />
    </message>
    <message numerus="yes">
        <source>%n scene(s)</source>
        <translation type="unfinished">
            <numerusform />
            <numerusform />
        </translation>
    </message>
</context>
<context>
    <name>VideoWords</name>
    <message>
        <source>waiting</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>searchable</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>complete</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>offline</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>file is gone</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 left</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>WindowParts</name>
    <message>
        <source>Views of this video and of the library</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Scenes</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Storyboard</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Library grid</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Similar moments, actions and details</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Similar</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Actions</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>picture</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>_FolderDelegate</name>
    <message>
        <source>%1 (offline)</source>
        <translation type="unfinished" />
    </message>
</context>
</TS>
