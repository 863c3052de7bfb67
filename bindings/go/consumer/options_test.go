package consumer

import (
	"encoding/json"
	"time"

	usersig "github.com/usersig/usersig/bindings/go"
)

// given has what a case says by name, options of GenSig among it.
type given map[string]json.RawMessage

// reader makes an option of what a case says; userbuf is the type of bytes there.
type reader func(value json.RawMessage, userbuf func(json.RawMessage) ([]byte, error)) (usersig.GenOption, error)

// option is the reader of the option with this name, nil where there is none.
func option(name string) reader {
	switch name {
	// vocabulary: gen_case
	case "expire":
		return seconds(usersig.WithExpire, usersig.WithExpireSeconds)
	case "userbuf":
		return octets(usersig.WithUserbuf)
	case "issued_at":
		return moment(usersig.WithIssuedAt)
	case "strict_identifier":
		return flag(usersig.WithStrictIdentifier)
	case "account_type":
		return text(usersig.WithAccountType)
	case "appid_at_3rd":
		return text(usersig.WithAppidAt3rd)
	// vocabulary: end
	default:
		return nil
	}
}

// options are those that the case has.
func (g given) options(userbuf func(json.RawMessage) ([]byte, error)) ([]usersig.GenOption, error) {
	var options []usersig.GenOption
	for name, value := range g {
		read := option(name)
		if read == nil || !g.has(name) {
			continue
		}
		made, err := read(value, userbuf)
		if err != nil {
			return nil, err
		}
		options = append(options, made)
	}
	return options, nil
}

func (g given) has(name string) bool {
	value := string(g[name])
	return value != "" && value != "null" && value != "false"
}

func reads[T any](with func(T) usersig.GenOption) reader {
	return func(value json.RawMessage, _ func(json.RawMessage) ([]byte, error)) (usersig.GenOption, error) {
		var read T
		err := json.Unmarshal(value, &read)
		return with(read), err
	}
}

func seconds(with func(time.Duration) usersig.GenOption, inSeconds func(int64) usersig.GenOption) reader {
	return reads(func(read span) usersig.GenOption {
		if duration, fits := read.duration(); fits && read.Nanoseconds != 0 {
			return with(duration)
		}
		return inSeconds(read.Seconds)
	})
}

func moment(with func(time.Time) usersig.GenOption) reader {
	return reads(func(read span) usersig.GenOption { return with(read.moment()) })
}

func text(with func(string) usersig.GenOption) reader {
	return reads(func(read raw) usersig.GenOption { return with(string(read)) })
}

func flag(with func() usersig.GenOption) reader {
	return reads(func(bool) usersig.GenOption { return with() })
}

func octets(with func([]byte) usersig.GenOption) reader {
	return func(value json.RawMessage, userbuf func(json.RawMessage) ([]byte, error)) (usersig.GenOption, error) {
		read, err := userbuf(value)
		return with(read), err
	}
}
