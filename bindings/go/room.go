package usersig

import (
	"fmt"
	"time"
)

// Privileges is what a user may do in a TRTC room: a sum of the constants. Other bits are kept as they are.
type Privileges uint32

// The privileges that Tencent documents.
const (
	// vocabulary: privileges
	// CreateRoom lets the user create the room.
	CreateRoom Privileges = 1
	// EnterRoom lets the user enter the room.
	EnterRoom Privileges = 2
	// SendAudio lets the user send audio.
	SendAudio Privileges = 4
	// ReceiveAudio lets the user receive audio.
	ReceiveAudio Privileges = 8
	// SendVideo lets the user send video.
	SendVideo Privileges = 16
	// ReceiveVideo lets the user receive video.
	ReceiveVideo Privileges = 32
	// SendScreen lets the user send the screen (substream).
	SendScreen Privileges = 64
	// ReceiveScreen lets the user receive the screen (substream).
	ReceiveScreen Privileges = 128
	// AllPrivileges is all of the above.
	AllPrivileges Privileges = 255
	// vocabulary: end
)

// Room is the room that a PrivateMapKey opens: made by [RoomNumber] or [RoomName]. Rooms can be compared with ==.
type Room struct {
	number int64
	name   string
}

// RoomNumber is a numeric room, 1 to 4294967294.
func RoomNumber(number int64) Room {
	return Room{number: number}
}

// RoomName is a string room: 1 to 64 bytes of letters, digits, space and !#$%&()+-:;<=.>?@[]^_{}|~,
func RoomName(name string) Room {
	return Room{name: name}
}

// Number returns the number of a numeric room, and whether it is one.
func (r Room) Number() (int64, bool) {
	return r.number, r.name == ""
}

// Name returns the name of a string room, and whether it is one.
func (r Room) Name() (string, bool) {
	return r.name, r.name != ""
}

// PrivateMapKey is a TRTC room permission, as the userbuf of a ticket. Printing it does not show the room.
type PrivateMapKey struct {
	read func() *permission
}

// Behind a function for the same reason as what a ticket says.
type permission struct {
	room       Room
	expiresAt  time.Time
	privileges Privileges
}

// newPrivateMapKey is what usersig_private_map_key says.
func newPrivateMapKey(number int64, name *string, expiresAt int64, privileges uint32) *PrivateMapKey {
	p := &permission{room: RoomNumber(number), expiresAt: time.Unix(expiresAt, 0).UTC(), privileges: Privileges(privileges)}
	if name != nil {
		p.room = RoomName(*name)
	}
	return &PrivateMapKey{func() *permission { return p }}
}

func (k PrivateMapKey) permission() *permission {
	if k.read == nil {
		return &permission{}
	}
	return k.read()
}

// Room is the room that the user may enter.
func (k PrivateMapKey) Room() Room { return k.permission().room }

// ExpiresAt is the last second of the permission, in UTC.
func (k PrivateMapKey) ExpiresAt() time.Time { return k.permission().expiresAt }

// Privileges is what the user may do in the room.
func (k PrivateMapKey) Privileges() Privileges { return k.permission().privileges }

// Format does not show the room.
func (k PrivateMapKey) Format(state fmt.State, _ rune) {
	p := k.permission()
	fmt.Fprintf(state, "usersig.PrivateMapKey(privileges %d, expires at %d)", uint32(p.privileges), p.expiresAt.Unix())
}
