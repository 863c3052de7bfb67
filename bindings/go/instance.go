//go:build !(cgo && !usersig_portable && (usersig_pkgconfig || usersig_shared || (linux && amd64 && !musl)))

package usersig

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/binary"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// The C interface in WebAssembly. bindings/go/scripts/native builds it; the package has it.
//
//go:embed usersig.wasm
var wasm []byte

// object is a key, signer or verifier: how to make it, in any instance of the library. Each instance that needs it makes it once.
type object = *recipe

type recipe struct {
	make func(*instance) uint32
	free string
	// What it is made from: a key's text, which is wiped when nothing needs it any more and which no printer finds behind a
	// function, and other objects.
	secret  func() []byte
	parents []*recipe
	// Its owner, and what is made from it. Of the pool.
	users int
}

// instances is a pool of as many instances as goroutines can run at once, each made when all others are in use: one takes one
// call at a time.
var instances = newPool()

type pool struct {
	sync.Mutex
	returned *sync.Cond
	made     int
	idle     []*instance
	busy     map[*instance]struct{}
}

func newPool() *pool {
	p := &pool{busy: map[*instance]struct{}{}}
	p.returned = sync.NewCond(p)
	return p
}

// compiled compiles the library when it is first used.
var compiled = sync.OnceValues(func() (func() (api.Module, error), error) {
	ctx := context.Background()
	engine := wazero.NewRuntime(ctx)
	fill := api.GoModuleFunc(func(_ context.Context, module api.Module, stack []uint64) {
		bytes, ok := module.Memory().Read(uint32(stack[0]), uint32(stack[1]))
		stack[0] = 1
		if _, err := rand.Read(bytes); ok && err == nil {
			stack[0] = 0
		}
	})
	i32 := api.ValueTypeI32
	_, err := engine.NewHostModuleBuilder("usersig").NewFunctionBuilder().
		WithGoModuleFunction(fill, []api.ValueType{i32, i32}, []api.ValueType{i32}).Export("random").Instantiate(ctx)
	if err != nil {
		return nil, err
	}
	code, err := engine.CompileModule(ctx, wasm)
	if err != nil {
		return nil, err
	}
	return func() (api.Module, error) {
		return engine.InstantiateModule(ctx, code, wazero.NewModuleConfig().WithName(""))
	}, nil
})

// Where an instance has the results of a call, and the texts and structs that it takes.
const (
	placeError     = 0
	placeHandle    = 304
	placeLength    = 308
	placeTicket    = 312
	placeArguments = (placeTicket + MaxTicket + 1 + 7) &^ 7
	scratchSize    = 64 << 10
)

type instance struct {
	module    api.Module
	functions map[string]api.Function
	objects   map[*recipe]uint32
	// Objects that were freed while it was in use. Of the pool.
	freed  []*recipe
	broken bool
	// Whether it takes private keys.
	allowed bool

	scratch, next uint32
	// Arguments that do not fit there.
	large [][2]uint32
	// The arguments of the next call, and of those that need no more than two.
	stack []uint64
	short [2]uint64
}

func newInstance() (*instance, error) {
	instantiate, err := compiled()
	if err != nil {
		return nil, err
	}
	module, err := instantiate()
	if err != nil {
		return nil, err
	}
	in := &instance{module: module, functions: map[string]api.Function{}, objects: map[*recipe]uint32{}, stack: make([]uint64, 0, 24)}
	in.scratch = in.allocate(scratchSize)
	in.next = in.scratch + placeArguments
	return in, nil
}

// broke is the error of a call that the library did not come to an end of.
func broke() error {
	return &Error{Code: ErrInternal, CheckErr: 16, Message: "the WebAssembly library failed, through a bug in usersig or a lack of memory; please report it"}
}

// borrow gets an instance that has the objects, until giveBack.
func borrow(objects ...*recipe) (*instance, error) {
	in := idle(objects)
	if in == nil {
		var err error
		if in, err = newInstance(); err != nil {
			instances.Lock()
			instances.made--
			instances.Unlock()
			instances.returned.Signal()
			return nil, broke()
		}
		instances.Lock()
		instances.busy[in] = struct{}{}
		instances.Unlock()
	}
	if !in.allowed && os.Getenv("USERSIG_PORTABLE_PRIVATE_KEYS") == "allow" {
		AllowPortablePrivateKeys()
	}
	if !in.allowed && privateKeysAllowed.Load() {
		in.call("usersig_allow_private_keys")
		in.allowed = true
	}
	for _, object := range objects {
		in.pointer(object)
	}
	if in.broken {
		in.giveBack()
		return nil, broke()
	}
	return in, nil
}

// idle finds an instance that nobody uses, best one that has the object; nil where one is to be made.
func idle(objects []*recipe) *instance {
	instances.Lock()
	defer instances.Unlock()
	for len(instances.idle) == 0 {
		if instances.made < runtime.GOMAXPROCS(0) {
			instances.made++
			return nil
		}
		instances.returned.Wait()
	}
	last := len(instances.idle) - 1
	found := last
	if len(objects) > 0 {
		for i := last; i >= 0; i-- {
			if _, ok := instances.idle[i].objects[objects[0]]; ok {
				found = i
				break
			}
		}
	}
	in := instances.idle[found]
	instances.idle[found] = instances.idle[last]
	instances.idle = instances.idle[:last]
	instances.busy[in] = struct{}{}
	return in
}

// giveBack wipes what the call left, frees what was closed meanwhile, and lets others have the instance. One that trapped is
// dropped, wiped as a whole.
func (in *instance) giveBack() {
	for !in.broken {
		in.tidy()
		instances.Lock()
		freed := in.freed
		in.freed = nil
		if len(freed) == 0 && !in.broken {
			delete(instances.busy, in)
			instances.idle = append(instances.idle, in)
			instances.Unlock()
			instances.returned.Signal()
			return
		}
		instances.Unlock()
		for _, object := range freed {
			in.drop(object)
		}
	}
	clear(in.bytes(0, in.module.Memory().Size()))
	_ = in.module.Close(context.Background())
	instances.Lock()
	delete(instances.busy, in)
	instances.made--
	instances.Unlock()
	instances.returned.Signal()
}

func (in *instance) tidy() {
	clear(in.bytes(in.scratch, placeTicket+min(in.u32(in.scratch+placeLength), MaxTicket)))
	clear(in.bytes(in.scratch+placeArguments, in.next-in.scratch-placeArguments))
	in.next, in.stack = in.scratch+placeArguments, in.stack[:0]
	for _, block := range in.large {
		in.call("usersig_free", uint64(block[0]), uint64(block[1]))
	}
	in.large = in.large[:0]
}

// pointer is where the instance has the object.
func (in *instance) pointer(object *recipe) uint32 {
	pointer, ok := in.objects[object]
	if !ok {
		for _, parent := range object.parents {
			in.pointer(parent)
		}
		if pointer = object.make(in); pointer == 0 {
			in.broken = true
			return 0
		}
		in.objects[object] = pointer
	}
	return pointer
}

func (in *instance) drop(object *recipe) {
	if pointer, ok := in.objects[object]; ok {
		delete(in.objects, object)
		in.call(object.free, uint64(pointer))
	}
}

// keep makes an object of what an instance has at the pointer.
func (in *instance) keep(pointer uint32, object *recipe) *recipe {
	in.objects[object] = pointer
	instances.Lock()
	object.users++
	for _, parent := range object.parents {
		parent.users++
	}
	instances.Unlock()
	return object
}

// release frees an object in all instances once nothing is made from it any more; those in use do it when they are given back.
func (object *recipe) release() {
	instances.Lock()
	object.users--
	if object.users > 0 {
		instances.Unlock()
		return
	}
	var having []*instance
	instances.idle = slices.DeleteFunc(instances.idle, func(in *instance) bool {
		_, has := in.objects[object]
		if has {
			having = append(having, in)
			instances.busy[in] = struct{}{}
		}
		return has
	})
	for in := range instances.busy {
		in.freed = append(in.freed, object)
	}
	instances.Unlock()
	clear(object.secret())
	for _, in := range having {
		in.giveBack()
	}
	for _, parent := range object.parents {
		parent.release()
	}
}

// call calls a function of the header. After a trap the instance is broken, and nothing is called any more.
func (in *instance) call(name string, arguments ...uint64) uint64 {
	if in.broken {
		return 0
	}
	function := in.functions[name]
	if function == nil {
		function = in.module.ExportedFunction(name)
		in.functions[name] = function
	}
	stack := in.short[:]
	if len(arguments) > len(stack) {
		stack = in.stack
	}
	copy(stack, arguments)
	if err := function.CallWithStack(context.Background(), stack); err != nil {
		in.broken = true
		return 0
	}
	return stack[0]
}

// bytes is a part of the instance's memory, until the next call.
func (in *instance) bytes(pointer, length uint32) []byte {
	view, ok := in.module.Memory().Read(pointer, length)
	if !ok {
		in.broken = true
		return make([]byte, length)
	}
	return view
}

func (in *instance) u32(pointer uint32) uint32 {
	return binary.LittleEndian.Uint32(in.bytes(pointer, 4))
}

func (in *instance) i64(pointer uint32) int64 {
	return int64(binary.LittleEndian.Uint64(in.bytes(pointer, 8)))
}

// text copies the text whose pointer and length are at a place.
func (in *instance) text(place uint32) string {
	return string(in.bytes(in.u32(place), in.u32(place+4)))
}

func (in *instance) optionalText(place uint32) *string {
	if in.u32(place) == 0 {
		return nil
	}
	out := in.text(place)
	return &out
}

// fixedText copies a text that ends with a NUL.
func (in *instance) fixedText(pointer uint32) string {
	var out strings.Builder
	for ; !in.broken; pointer++ {
		next := in.bytes(pointer, 1)[0]
		if next == 0 {
			break
		}
		out.WriteByte(next)
	}
	return out.String()
}

func (in *instance) allocate(length uint32) uint32 {
	pointer := uint32(in.call("usersig_allocate", uint64(length)))
	if pointer == 0 {
		in.broken = true
	}
	return pointer
}

// room is memory for an argument, wiped after the call.
func (in *instance) room(length uint32) uint32 {
	if in.next+length <= in.scratch+scratchSize {
		pointer := in.next
		in.next = (in.next + length + 7) &^ 7
		return pointer
	}
	pointer := in.allocate(length)
	in.large = append(in.large, [2]uint32{pointer, length})
	return pointer
}

// place copies a text, and gives its pointer and length. What is longer than anything may be is refused by its length and not read.
func place[T string | []byte](in *instance, text T) (pointer, length uint32) {
	if len(text) == 0 {
		return 0, 0
	}
	if len(text) > MaxTicket {
		return in.scratch, MaxTicket + 1
	}
	pointer = in.room(uint32(len(text)))
	if !in.broken {
		copy(in.bytes(pointer, uint32(len(text))), text)
	}
	return pointer, uint32(len(text))
}

// The arguments of the next call, in their order.

func (in *instance) number(value int64) { in.stack = append(in.stack, uint64(value)) }

func (in *instance) address(pointer uint32) { in.stack = append(in.stack, uint64(pointer)) }

func argument[T string | []byte](in *instance, text T) {
	pointer, length := place(in, text)
	in.address(pointer)
	in.address(length)
}

func (in *instance) structure(words ...any) {
	var bytes []byte
	for _, word := range words {
		switch word := word.(type) {
		case uint32:
			bytes = binary.LittleEndian.AppendUint32(bytes, word)
		case int64:
			bytes = append(bytes, make([]byte, -len(bytes)&7)...)
			bytes = binary.LittleEndian.AppendUint64(bytes, uint64(word))
		case string:
			pointer, length := place(in, word)
			bytes = binary.LittleEndian.AppendUint32(bytes, pointer)
			bytes = binary.LittleEndian.AppendUint32(bytes, length)
		}
	}
	bytes = append(bytes, make([]byte, -len(bytes)&7)...)
	binary.LittleEndian.PutUint32(bytes, uint32(len(bytes)))
	pointer := in.room(uint32(len(bytes)))
	if !in.broken {
		copy(in.bytes(pointer, uint32(len(bytes))), bytes)
	}
	in.address(pointer)
}

// In WebAssembly there is no clock.
func (g genFields) now() genFields {
	if g.flags&genIssuedAt == 0 {
		g.flags, g.issuedAt = g.flags|genIssuedAt, time.Now().Unix()
	}
	return g
}

func (in *instance) genOptions(options *genFields) {
	g := options.now()
	in.structure(
		uint32(0), g.flags, g.compression,
		// vocabulary: gen_structure
		g.expire,
		g.userbuf,
		g.issuedAt,
		g.accountType,
		g.appidAt3rd,
		// vocabulary: end
	)
}

func (in *instance) verifyOptions(options *verifyFields) {
	v := *options
	if v.flags&verifyNow == 0 {
		v.flags, v.now = v.flags|verifyNow, time.Now().Unix()
	}
	in.structure(uint32(0), v.flags, v.userbufExpected, v.now, v.userbuf)
}

// status makes the call that the arguments are for, with the place for its error.
func (in *instance) status(name string) error {
	in.address(in.scratch + placeError)
	status := uint32(in.call(name, in.stack...))
	in.stack = in.stack[:0]
	if status != 0 && !in.broken {
		failed := in.scratch + placeError
		return &Error{
			Code:        Code(in.u32(failed + 4)),
			Field:       in.fixedText(failed + 16),
			Message:     in.fixedText(failed + 48),
			ServiceCode: int(int32(in.u32(failed + 12))),
			CheckErr:    int(in.u32(failed + 8)),
		}
	}
	if in.broken {
		return broke()
	}
	return nil
}

// handle makes a call that has an object or a number, and returns that.
func (in *instance) handle(name string) (uint32, error) {
	in.address(in.scratch + placeHandle)
	if err := in.status(name); err != nil {
		return 0, err
	}
	return in.u32(in.scratch + placeHandle), nil
}

// ticket makes a call that writes a text.
func (in *instance) ticket(name string) ([]byte, error) {
	in.address(in.scratch + placeTicket)
	in.address(MaxTicket + 1)
	in.address(in.scratch + placeLength)
	if err := in.status(name); err != nil {
		return nil, err
	}
	return in.bytes(in.scratch+placeTicket, in.u32(in.scratch+placeLength)), nil
}

// content makes a call that has a ticket's content.
func (in *instance) content(name, free string) (*fields, error) {
	at, err := in.handle(name)
	if err != nil {
		return nil, err
	}
	out := &fields{
		version:    Version(in.u32(at)),
		sdkappid:   in.u32(at + 4),
		expire:     time.Duration(in.u32(at+8)) * time.Second,
		issuedAt:   time.Unix(in.i64(at+16), 0).UTC(),
		expiresAt:  time.Unix(in.i64(at+24), 0).UTC(),
		identifier: in.text(at + 32),

		accountType: in.optionalText(at + 48),
		appidAt3rd:  in.optionalText(at + 56),
	}
	if in.u32(at+12) != 0 {
		out.userbuf = []byte(in.text(at + 40))
	}
	if may := in.u32(at + 64); may != 0 {
		out.privateMapKey = newPrivateMapKey(int64(in.u32(may+16)), in.optionalText(may), in.i64(may+8), in.u32(may+20))
	}
	in.call(free, uint64(at))
	if in.broken {
		return nil, broke()
	}
	return out, nil
}
