// modzip MODULE VERSION DIR PROXY packs a module as the Go module proxy would, which checks its names and sizes, and lays it out
// as a proxy's folder.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 5 {
		log.Fatal("usage: modzip MODULE VERSION DIR PROXY")
	}
	version := module.Version{Path: os.Args[1], Version: os.Args[2]}
	folder := filepath.Join(os.Args[4], version.Path, "@v")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		log.Fatal(err)
	}
	archive, err := os.Create(filepath.Join(folder, version.Version+".zip"))
	if err != nil {
		log.Fatal(err)
	}
	if err := zip.CreateFromDir(archive, version, os.Args[3]); err != nil {
		log.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		log.Fatal(err)
	}
	manifest, err := os.ReadFile(filepath.Join(os.Args[3], "go.mod"))
	if err != nil {
		log.Fatal(err)
	}
	for name, content := range map[string][]byte{
		version.Version + ".mod":  manifest,
		version.Version + ".info": fmt.Appendf(nil, `{"Version":%q}`, version.Version),
		"list":                    []byte(version.Version + "\n"),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
