package usersig_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	usersig "github.com/usersig/usersig/bindings/go"
)

// lines are the lines of a text without their indentation and without empty ones.
func lines(text string) string {
	var out []string
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n") + "\n"
}

// Every block of Go in the README is a program that runs, or is in the examples, which are compiled and run.
func TestReadmeIsTrue(t *testing.T) {
	readme := string(must(os.ReadFile("README.md")))
	examples := lines(string(must(os.ReadFile("example_test.go"))))
	blocks := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(readme, -1)
	if len(blocks) < 7 {
		t.Fatalf("%d blocks", len(blocks))
	}
	for _, block := range blocks {
		if strings.HasPrefix(block[1], "package main") {
			program := filepath.Join(t.TempDir(), "main.go")
			if err := os.WriteFile(program, []byte(block[1]), 0o600); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.Command("go", "run", program).CombinedOutput(); err != nil || !strings.HasPrefix(string(out), "eJ") {
				t.Errorf("%v: %s", err, out)
			}
			continue
		}
		// The examples' import stands among others.
		if !strings.Contains(examples, lines(strings.TrimPrefix(block[1], "import "))) {
			t.Errorf("not in an example:\n%s", block[1])
		}
	}
}

// The table of errors in the README is the library's own.
func TestReadmeErrorTable(t *testing.T) {
	readme := string(must(os.ReadFile("README.md")))
	rows := regexp.MustCompile("(?m)^\\| `(Err\\w+)` \\| (\\d+) \\| (\\w+) \\| .* \\| ?([-0-9, ]*) ?\\|$").FindAllStringSubmatch(readme, -1)
	if len(rows) == 0 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows {
		var number int
		fmt.Sscan(row[2], &number)
		code := usersig.Code(number)
		service := strings.ReplaceAll(strings.Trim(fmt.Sprint(code.ServiceCodes()), "[]"), " ", ", ")
		if code.Word() != row[3] || service != strings.TrimSpace(row[4]) {
			t.Errorf("%s: %s, service %s", row[1], code.Word(), service)
		}
	}
}
