from enum import IntFlag


class Privileges(IntFlag):
    """What a user may do in a TRTC room. Combine with ``|``; bits beside the named ones are kept as they are."""

    # vocabulary: privileges
    CREATE_ROOM = 1
    ENTER_ROOM = 2
    SEND_AUDIO = 4
    RECEIVE_AUDIO = 8
    SEND_VIDEO = 16
    RECEIVE_VIDEO = 32
    SEND_SCREEN = 64
    RECEIVE_SCREEN = 128
    ALL = 255
    # vocabulary: end


Privileges.__module__ = "usersig"
