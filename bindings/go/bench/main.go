// The Go module against crypto/ecdsa, crypto/hmac and a pooled compress/zlib by hand. JSON rows on stdout; see ../report.py.
// bench KEYS, and bench KEYS VERSION VARIANT (see ci/measure/first.py)
package main

import (
	"bytes"
	"compress/zlib"
	"crypto/ecdsa"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	usersig "github.com/usersig/usersig/bindings/go"
)

const (
	sdkappid = 1400000000
	expire   = 15552000
)

var (
	private *ecdsa.PrivateKey
	public  *ecdsa.PublicKey
	secret  []byte
	// Several times as fast as the default level, for tickets that are 2 % longer.
	writers    = sync.Pool{New: func() any { return must(zlib.NewWriterLevel(nil, zlib.BestSpeed)) }}
	readers    = sync.Pool{New: func() any { return nil }}
	toTicket   = strings.NewReplacer("+", "*", "/", "-", "=", "_")
	fromTicket = strings.NewReplacer("*", "+", "-", "/", "_", "=")
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func require(condition bool) {
	if !condition {
		panic("by hand: failed")
	}
}

func seal(fields any) string {
	var out bytes.Buffer
	writer := writers.Get().(*zlib.Writer)
	writer.Reset(&out)
	must(writer.Write(must(json.Marshal(fields))))
	require(writer.Close() == nil)
	writers.Put(writer)
	return toTicket.Replace(base64.StdEncoding.EncodeToString(out.Bytes()))
}

func unseal(ticket string, fields any) {
	data := bytes.NewReader(must(base64.StdEncoding.DecodeString(fromTicket.Replace(ticket))))
	var reader io.ReadCloser
	if pooled := readers.Get(); pooled != nil {
		reader = pooled.(io.ReadCloser)
		require(reader.(zlib.Resetter).Reset(data, nil) == nil)
	} else {
		reader = must(zlib.NewReader(data))
	}
	require(json.Unmarshal(must(io.ReadAll(reader)), fields) == nil)
	readers.Put(reader)
}

type v1Fields struct {
	AccountType string `json:"TLS.account_type"`
	Identifier  string `json:"TLS.identifier"`
	Appid3rd    string `json:"TLS.appid_at_3rd"`
	Appid       string `json:"TLS.sdk_appid"`
	Expire      string `json:"TLS.expire_after"`
	Version     string `json:"TLS.version"`
	Time        string `json:"TLS.time"`
	Sig         []byte `json:"TLS.sig"`
}

func (f *v1Fields) digest() []byte {
	sum := sha256.Sum256([]byte("TLS.appid_at_3rd:" + f.Appid3rd + "\nTLS.account_type:" + f.AccountType + "\nTLS.identifier:" + f.Identifier +
		"\nTLS.sdk_appid:" + f.Appid + "\nTLS.time:" + f.Time + "\nTLS.expire_after:" + f.Expire + "\n"))
	return sum[:]
}

func v1Gen(identifier string) string {
	f := v1Fields{"0", identifier, "0", strconv.Itoa(sdkappid), strconv.Itoa(expire), "201512300000", strconv.FormatInt(time.Now().Unix(), 10), nil}
	f.Sig = must(ecdsa.SignASN1(rand.Reader, private, f.digest()))
	return seal(&f)
}

func v1Verify(ticket, identifier string) {
	var f v1Fields
	unseal(ticket, &f)
	require(ecdsa.VerifyASN1(public, f.digest(), f.Sig) && f.Identifier == identifier && f.Appid == strconv.Itoa(sdkappid))
	require(int64(must(strconv.Atoi(f.Time))+must(strconv.Atoi(f.Expire))) >= time.Now().Unix())
}

type v2Fields struct {
	Ver        string `json:"TLS.ver"`
	Identifier string `json:"TLS.identifier"`
	Appid      int64  `json:"TLS.sdkappid"`
	Expire     int64  `json:"TLS.expire"`
	Time       int64  `json:"TLS.time"`
	Sig        []byte `json:"TLS.sig"`
}

func (f *v2Fields) mac() []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("TLS.identifier:" + f.Identifier + "\nTLS.sdkappid:" + strconv.FormatInt(f.Appid, 10) + "\nTLS.time:" +
		strconv.FormatInt(f.Time, 10) + "\nTLS.expire:" + strconv.FormatInt(f.Expire, 10) + "\n"))
	return mac.Sum(nil)
}

func v2Gen(identifier string) string {
	f := v2Fields{"2.0", identifier, sdkappid, expire, time.Now().Unix(), nil}
	f.Sig = f.mac()
	return seal(&f)
}

func v2Verify(ticket, identifier string) {
	var f v2Fields
	unseal(ticket, &f)
	require(hmac.Equal(f.mac(), f.Sig) && f.Identifier == identifier && f.Appid == sdkappid && f.Time+f.Expire >= time.Now().Unix())
}

type row struct {
	name, variant string
	call          func()
}

// cpuTime is what this process had of the processors, in nanoseconds.
func cpuTime() int64 {
	var usage syscall.Rusage
	require(syscall.Getrusage(syscall.RUSAGE_SELF, &usage) == nil)
	return usage.Utime.Nano() + usage.Stime.Nano()
}

func once(call func(), times int) float64 {
	start := cpuTime()
	for range times {
		call()
	}
	return float64(cpuTime()-start) / 1000 / float64(times)
}

func main() {
	keys, language := os.Args[1], "go"
	if usersig.Portable() {
		language = "go-portable"
		usersig.AllowPortablePrivateKeys()
	}
	privatePEM, publicPEM := must(os.ReadFile(keys+"/p256/private_key.txt")), must(os.ReadFile(keys+"/p256/public_key.txt"))
	secretText := strings.TrimSpace(string(must(os.ReadFile(keys + "/secret.txt"))))
	secret = []byte(secretText)
	block, _ := pem.Decode(privatePEM)
	private = must(x509.ParsePKCS8PrivateKey(block.Bytes)).(*ecdsa.PrivateKey)
	public = &private.PublicKey
	if len(os.Args) > 2 {
		first(os.Args[2]+" "+os.Args[3], privatePEM, secretText)
		return
	}

	v1 := must(usersig.NewSigner(sdkappid, must(usersig.ParsePrivateKey(privatePEM))))
	v2 := must(usersig.NewSigner(sdkappid, must(usersig.NewSecretKey(secretText))))
	v1Verifier := must(usersig.NewVerifier(sdkappid, must(usersig.ParsePublicKey(publicPEM))))
	v2Verifier := must(usersig.NewVerifier(sdkappid, must(usersig.NewSecretKey(secretText))))
	t1, t2 := must(v1.GenSig("xiaojun")), must(v2.GenSig("xiaojun"))
	must(v1Verifier.Verify(v1Gen("xiaojun"), "xiaojun"))
	must(v2Verifier.Verify(v2Gen("xiaojun"), "xiaojun"))

	rows := []row{
		{"v1 gen", "prepared", func() { must(v1.GenSig("xiaojun")) }},
		{"v1 gen", "by hand", func() { v1Gen("xiaojun") }},
		{"v1 verify", "prepared", func() { must(v1Verifier.Verify(t1, "xiaojun")) }},
		{"v1 verify", "by hand", func() { v1Verify(t1, "xiaojun") }},
		{"v2 gen", "prepared", func() { must(v2.GenSig("xiaojun")) }},
		{"v2 gen", "by hand", func() { v2Gen("xiaojun") }},
		{"v2 verify", "prepared", func() { must(v2Verifier.Verify(t2, "xiaojun")) }},
		{"v2 verify", "by hand", func() { v2Verify(t2, "xiaojun") }},
	}
	fmt.Printf("{\"language\": %q, \"row\": \"runtime\", \"name\": \"Go %s\"}\n", language, runtime.Version()[2:])
	times, measured := make([]int, len(rows)), make([][]float64, len(rows))
	for i, r := range rows {
		once(r.call, 500)
		times[i] = max(1, int(3000/once(r.call, 200)))
	}
	for range 40 {
		for i, r := range rows {
			measured[i] = append(measured[i], once(r.call, times[i]))
		}
	}
	for i, r := range rows {
		sort.Float64s(measured[i])
		fmt.Printf("{\"language\": %q, \"row\": %q, \"variant\": %q, \"us\": %.3f}\n", language, r.name, r.variant, measured[i][20])
	}
	if usersig.Portable() {
		return // the compiler has threads of its own: what two goroutines gain says nothing here
	}
	for _, scaled := range []struct {
		name  string
		calls int
		call  func()
	}{{"v1 gen", 20000, rows[0].call}, {"v2 gen", 200000, rows[4].call}} {
		var ratios []float64
		for range 9 {
			ratios = append(ratios, rate(2, scaled.calls, scaled.call)/rate(1, scaled.calls, scaled.call))
		}
		sort.Float64s(ratios)
		fmt.Printf("{\"language\": %q, \"row\": %q, \"variant\": \"two threads over one\", \"ratio\": %.3f}\n", language, scaled.name, ratios[4])
	}
	identifiers := make([]string, 6000)
	for i := range identifiers {
		identifiers[i] = "user" + strconv.Itoa(i)
	}
	batch := func(threads int) float64 {
		start := time.Now()
		must(v1.GenSigBatch(identifiers, usersig.WithThreads(threads)))
		return 1 / time.Since(start).Seconds()
	}
	var ratios []float64
	for range 9 {
		ratios = append(ratios, batch(2)/batch(1))
	}
	sort.Float64s(ratios)
	fmt.Printf("{\"language\": %q, \"row\": \"v1 gen\", \"variant\": \"batch on two threads over one\", \"ratio\": %.3f}\n", language, ratios[4])
}

// first makes one ticket, all that its process does.
func first(what string, privatePEM []byte, secretText string) {
	switch what {
	case "v1 prepared":
		fmt.Println(must(must(usersig.NewSigner(sdkappid, must(usersig.ParsePrivateKey(privatePEM)))).GenSig("xiaojun")))
	case "v2 prepared":
		fmt.Println(must(must(usersig.NewSigner(sdkappid, must(usersig.NewSecretKey(secretText)))).GenSig("xiaojun")))
	case "v1 by hand":
		fmt.Println(v1Gen("xiaojun"))
	case "v2 by hand":
		fmt.Println(v2Gen("xiaojun"))
	}
}

// rate gives the calls per second of this many goroutines together.
func rate(goroutines, calls int, call func()) float64 {
	var group sync.WaitGroup
	start := time.Now()
	for range goroutines {
		group.Add(1)
		go func() {
			defer group.Done()
			for range calls {
				call()
			}
		}()
	}
	group.Wait()
	return float64(goroutines*calls) / time.Since(start).Seconds()
}
