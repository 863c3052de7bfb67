package usersig

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// counted is a handle whose frees are counted, and that knows whether it is freed.
func counted() (h *handle, frees *atomic.Int64) {
	frees = new(atomic.Int64)
	return &handle{free: func(object) { frees.Add(1) }}, frees
}

func TestCloseFreesOnce(t *testing.T) {
	h, frees := counted()
	for range 3 {
		h.close()
	}
	if h.enter() || h.enter() || frees.Load() != 1 {
		t.Fatalf("freed %d times", frees.Load())
	}
}

func TestCloseWaitsForCallsUnderWay(t *testing.T) {
	h, frees := counted()
	if !h.enter() || !h.enter() {
		t.Fatal("an open handle refuses calls")
	}
	h.close()
	if h.enter() {
		t.Fatal("a closed handle takes calls")
	}
	h.leave()
	if frees.Load() != 0 {
		t.Fatal("freed during a call")
	}
	h.leave()
	if frees.Load() != 1 {
		t.Fatalf("freed %d times", frees.Load())
	}
}

func TestNilHandle(t *testing.T) {
	var h *handle
	h.close()
	if h.enter() {
		t.Fatal("nil takes calls")
	}
}

func TestConcurrentCallsAndCloses(t *testing.T) {
	for range 2000 {
		h, frees := counted()
		var group sync.WaitGroup
		for i := range 8 {
			group.Add(1)
			go func() {
				defer group.Done()
				for range 20 {
					if h.enter() {
						if frees.Load() != 0 {
							t.Error("a call on a freed object")
						}
						h.leave()
					}
				}
				if i%2 == 0 {
					h.close()
				}
			}()
		}
		group.Wait()
		if frees.Load() != 1 || h.enter() {
			t.Fatalf("freed %d times", frees.Load())
		}
	}
}

func TestUnreachableOwnersAreFreed(t *testing.T) {
	const count = 100
	var frees atomic.Int64
	for range count {
		owner := &Signer{}
		owner.handle = newHandle(owner, nil, func(object) { frees.Add(1) })
		if !owner.handle.enter() {
			t.Fatal("closed before its time")
		}
		owner.handle.leave()
	}
	// The collector may keep the last one, which a register or the stack may still lead to.
	for deadline := time.Now().Add(time.Minute); frees.Load() < count-1 && time.Now().Before(deadline); {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	if frees.Load() < count-1 || frees.Load() > count {
		t.Fatalf("%d of %d were freed", frees.Load(), count)
	}
}
