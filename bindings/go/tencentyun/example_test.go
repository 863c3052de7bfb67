package tencentyun_test

import (
	"fmt"
	"time"

	"github.com/usersig/usersig/bindings/go/tencentyun"
)

func Example() {
	const key = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"

	sig, err := tencentyun.GenUserSig(1400000000, key, "xiaojun", 86400*180)
	fmt.Println(sig != "", err)
	fmt.Println(tencentyun.VerifyUserSig(1400000000, key, "xiaojun", sig, time.Now()))
	fmt.Println(tencentyun.VerifyUserSig(1400000000, key, "admin", sig, time.Now()) == tencentyun.ErrIdentifierNotMatch)
	// Output:
	// true <nil>
	// <nil>
	// true
}
