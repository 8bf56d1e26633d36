"""How much memory and time one file may take, whatever the file claims; in one place, with the reasons.

A few bytes can claim an image of a gigapixel or a gap of a thousand years. What is held in memory, and how
long is waited, follows from this table and from what was really read.
"""

_KIB, _MIB, _GIB = 1 << 10, 1 << 20, 1 << 30

# Images.

MOST_FRAME_PX = 8192 * 8192
"""Pixels of a video frame: twice those of 8K; 360-degree video reaches 8192 x 8192."""

MOST_FRAME_BYTES = 8192 * 4320 * 8
"""Bytes of a decoded frame: 8K with 16 bits in each of four channels. Several are held at any time."""

DECODER_THREADS_BYTES = _GIB
"""Bytes of the frames a decoder works on at once, one a thread: sixteen of 8K with 8 bits."""

SMALL_FILE_THREADS_BYTES = 128 * _MIB
DECODER_THREADS_BYTES_PER_BYTE = 16
"""The same for a small file, and how much more for each byte of it: it has little to decode."""

BACKWARD_BYTES = 400 * _MIB
"""Bytes of frames held while playing backwards: 64 of 1920 x 1080 take half of it."""

MOST_UNDECIDED_CLIP_BYTES = 64 * _MIB
"""Bytes of scaled frames for clips that wait for the decision where their shot ends: 13 s of an action model
of 8 frames a second, four times what is usual."""

MOST_IMAGE_PX = 8192 * 8192
"""Pixels of an image file, once a JPEG is decoded at a smaller scale: the largest photos otherwise."""

MOST_IMAGE_SIDE_PX = 4096
"""Image files are made smaller to this side; models see a few hundred pixels."""

MOST_IMAGE_ASPECT = 200
"""The longer side of an image as a multiple of the shorter one; panoramas reach about 50."""

MOST_STORED_PICTURE_BYTES = 16 * _MIB
"""Bytes of a thumbnail or keyframe in a library; those of the program are a few tens of KiB."""

MOST_INDEXED_PACKETS = 1 << 21
"""Frames of a file whose times are put right from a table, 100 MiB: 19 hours at 30 a second."""

MOST_SIDECAR_BYTES = _MIB
"""Bytes of a file with metadata beside a video, or of XMP in it; those of cameras have some ten thousand."""

MOST_ANALYSED_HZ = 1000.0
"""Frames that follow sooner are decoded but not analysed; high-speed cameras play back more slowly."""

LONGEST_VIDEO_S = 1e12
"""Frames that a file shows later are damaged: 32,000 years. In microseconds it is a 64-bit number."""

MOST_FRUITLESS_PACKETS = 20_000
"""After so many packets in a row that give no frame, a video counts as ended: 13 minutes of 25 a second."""

# What containers say beside their frames.

MOST_TAGS_BYTES = 256 * _KIB
"""Bytes of tags in Matroska: FFmpeg compares each tag with all others. Files have a few kilobytes."""

MOST_LISTED_TAGS = 5000
"""Tags of a list in MP4, for the same reason; not by their bytes, because covers are among them."""

MOST_ATTACHMENTS_BYTES = 16 * _MIB
"""Bytes of attachments in Matroska, fonts and covers: FFmpeg holds each three times."""

MOST_CHAPTERS_BYTES = 4 * _MIB
"""Bytes of chapters in Matroska: 50,000 of them. Films have dozens."""

# Libraries.

CATALOGUE_S = 600.0
"""A read or a write of the catalogue may take this long,"""

CATALOGUE_BYTES_PER_S = _MIB
"""and a second longer for each of so many bytes of its file."""

MOST_CACHE_BYTES = 1 << 36
"""Bytes of a cache, 64 GiB: the index of forty million embeddings."""

MOST_NOTE_BYTES = _MIB
"""Bytes of a small file of the program in a library, such as the device of the last run."""

MOST_ARCHIVE_BYTES = 4 * _GIB
"""Bytes of the thumbnails of a video; those of a day take about 100 MiB."""

MOST_MAP_BYTES = _GIB
"""Bytes of the map of a library: thirty million scenes."""

# Timelines.

MOST_TIMELINE_BYTES = 64 * _MIB
"""Bytes of a timeline or table from which moments are read; ten thousand of them take about 10 MiB."""

# Subtitles.

MOST_SUBTITLE_BYTES = 16 * _MIB
"""Bytes of a subtitle file; that of a film has about 100 KiB. A larger one is not read."""

MOST_TEXT_LINES = 200_000
"""Lines of a track of text: a week without a pause. Later ones are left out."""

LONGEST_TEXT_LINE = 10_000
"""Characters of a line of text; the rest is cut off."""

# Sound.

SILENCE_BLOCK_S = 1.0
"""Silence is made in blocks of this length: 384 kB."""

LONGEST_WRITTEN_SILENCE_S = 3600.0
"""A longer gap in the sound is left out of a written file as a gap instead of being encoded."""

LONGEST_SOUND_FRAME_S = 60.0
"""A packet of sound that claims to last longer is damaged; real ones last less than a second."""

LEAST_SAMPLE_RATE_HZ = 2000
"""Sound with fewer samples a second is damaged: at one a second, 100 kB would last a day."""

MOST_WAVEFORM_PEAKS = 1 << 24
"""Peaks of a drawn waveform, 64 MiB: 46 hours at 100 a second. Later sound is not drawn."""

MOST_SOUND_FRAMES = 1 << 23
"""Frames of a fortieth of a second whose loudness is measured: 58 hours, 160 MiB. Later sound is not."""

# Processes and waiting.

LEAST_WORKER_BYTES = 4 * _GIB
"""Resident memory an analysis process may always use: models take one to two GiB, 8K decoding another."""

USUAL_WORKER_BYTES = _GIB
"""Resident memory of an analysis process as a rule: as many run side by side as fit into the share below."""

WORKER_MEMORY_SHARE = 0.5
"""Share of the machine's memory that an analysis process may use where that is more."""

STALL_S = 120.0
"""An analysis process that reports no progress for this long is stuck."""

OPENING_S = 60.0
OPENING_BYTES_PER_S = 10 * _MIB
"""Until its first frame, a video may be silent for so long, and a second longer for so many bytes of it."""

JOB_S = 600.0
"""Any job may take this long,"""

JOB_S_PER_STEP = 2.5
"""and this much longer for every image it has decoded: sixty times the length of a film of 24 Hz,"""

LONGEST_JOB_S = 7 * 86_400.0
"""but never longer than this."""

UNHURRIED_FACTOR = 4.0
"""The second attempt at a job that was stuck may take this many times as long."""

LOOP_GAP_S = 5.0
"""A supervising loop that did not run for longer was suspended itself: the rest does not count."""

CLOSING_S = 6.0
"""So long is waited for a thread when the window closes; a drive that is gone may block it."""
