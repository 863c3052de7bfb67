<?php

declare(strict_types=1);

namespace UserSig;

use UserSig\Native\Constants;

/** What a PrivateMapKey lets a user do in a TRTC room: a sum of these bits. */
final class Privileges
{
    // vocabulary: privileges
    /** Create the room. */
    public const CREATE_ROOM = Constants::PRIVILEGE_CREATE_ROOM;
    /** Enter the room. */
    public const ENTER_ROOM = Constants::PRIVILEGE_ENTER_ROOM;
    /** Send audio. */
    public const SEND_AUDIO = Constants::PRIVILEGE_SEND_AUDIO;
    /** Receive audio. */
    public const RECEIVE_AUDIO = Constants::PRIVILEGE_RECEIVE_AUDIO;
    /** Send video. */
    public const SEND_VIDEO = Constants::PRIVILEGE_SEND_VIDEO;
    /** Receive video. */
    public const RECEIVE_VIDEO = Constants::PRIVILEGE_RECEIVE_VIDEO;
    /** Send the screen (substream). */
    public const SEND_SCREEN = Constants::PRIVILEGE_SEND_SCREEN;
    /** Receive the screen (substream). */
    public const RECEIVE_SCREEN = Constants::PRIVILEGE_RECEIVE_SCREEN;
    // vocabulary: end
    /** All of them. */
    public const ALL = Constants::PRIVILEGE_ALL;

    private function __construct()
    {
    }
}
