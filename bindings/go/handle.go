package usersig

import (
	"math"
	"runtime"
	"sync/atomic"
)

// handle is an object of the library. It is freed once, by close, after the last call that uses it has ended.
type handle struct {
	object object
	free   func(object)
	// How many calls are under way; closed is added by close, and released once the object is freed.
	calls atomic.Int64
}

const (
	closed   = math.MinInt64
	released = closed / 2
)

// newHandle makes the handle of what owner stands for; it is closed when nothing leads to owner any more.
func newHandle[T any](owner *T, made object, free func(object)) *handle {
	h := &handle{object: made, free: free}
	runtime.AddCleanup(owner, (*handle).close, h)
	return h
}

// enter begins a call; without it, or where it says false, the object must not be used. Then leave ends the call.
func (h *handle) enter() bool {
	if h == nil {
		return false
	}
	if h.calls.Add(1) > 0 {
		return true
	}
	h.leave()
	return false
}

func (h *handle) leave() {
	if h.calls.Add(-1) == closed {
		h.release()
	}
}

func (h *handle) close() {
	if h == nil {
		return
	}
	for {
		calls := h.calls.Load()
		if calls < 0 {
			return
		}
		if h.calls.CompareAndSwap(calls, calls+closed) {
			break
		}
	}
	if h.calls.Load() == closed {
		h.release()
	}
}

// release frees the object, for the first of those who found it closed and unused. Later calls count from another
// number, so that they never find it so again.
func (h *handle) release() {
	if h.calls.CompareAndSwap(closed, released) {
		h.free(h.object)
	}
}
