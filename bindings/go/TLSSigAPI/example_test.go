package TLSSigAPI_test

import (
	"fmt"

	usersig "github.com/usersig/usersig/bindings/go"
	"github.com/usersig/usersig/bindings/go/TLSSigAPI"
)

func Example() {
	key, _ := usersig.GeneratePrivateKey(usersig.P256)
	public, _ := key.PublicKey()
	privatePEM, _ := key.PEM()
	publicPEM, _ := public.PEM()

	sig, err := TLSSigAPI.GenerateUsersig(string(privatePEM), 1400000000, "xiaojun")
	fmt.Println(sig != "", err)
	fmt.Println(TLSSigAPI.VerifyUsersig(string(publicPEM), sig, 1400000000, "xiaojun"))
	fmt.Println(TLSSigAPI.VerifyUsersig(string(publicPEM), sig, 1400000000, "admin") == TLSSigAPI.ErrorIdentifierNotMatch)
	// Output:
	// true <nil>
	// <nil>
	// true
}
