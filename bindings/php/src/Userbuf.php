<?php

declare(strict_types=1);

namespace UserSig;

/** What a check expects of a ticket's userbuf; to expect certain bytes give these bytes, a string, instead. */
enum Userbuf: int
{
    /** The ticket must carry no userbuf. */
    case Absent = 0;
    /** The ticket must carry a userbuf, of any content. */
    case Present = 1;
    /** A userbuf may be there or not. */
    case Any = 3;
}
