package eventid

import "encoding/binary"

// uuid is an eventID in CloudTrail's form.
type uuid [16]byte

// textLength is the number of characters of a UUID.
const textLength = 36

// parseUUID parses a UUID as CloudTrail writes it, in lower case only, so
// that different texts never have the same key. One of zeros is none, since that is how
// free places look.
func parseUUID(id []byte) (key uuid, ok bool) {
	if len(id) != textLength || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' {
		return uuid{}, false
	}
	order := binary.LittleEndian
	first, wrong1 := parseHex(order.Uint64(id))
	second, wrong2 := parseHex(uint64(order.Uint32(id[9:])) | uint64(order.Uint32(id[14:]))<<32)
	third, wrong3 := parseHex(uint64(order.Uint32(id[19:])) | uint64(order.Uint32(id[24:]))<<32)
	fourth, wrong4 := parseHex(order.Uint64(id[28:]))
	if wrong1|wrong2|wrong3|wrong4 != 0 {
		return uuid{}, false
	}
	order.PutUint32(key[:], first)
	order.PutUint32(key[4:], second)
	order.PutUint32(key[8:], third)
	order.PutUint32(key[12:], fourth)
	return key, key != uuid{}
}

// parseHex parses eight hexadecimal digits, of which the first is in the lowest byte,
// all at a time. Wrong is zero if all are digits or letters in lower case.
func parseHex(digits uint64) (value uint32, wrong uint64) {
	values := digits&(0x0f*each) + digits>>6&each*9 // '0' is 0x30, 'a' is 0x61
	written := values + '0'*each + (values+6*each)>>4&each*('a'-'0'-10)
	wrong = digits ^ written | values&(0xf0*each)
	pairs := (values<<4 | values>>8) & 0x00ff00ff00ff00ff
	pairs = (pairs | pairs>>8) & 0x0000ffff0000ffff
	return uint32(pairs | pairs>>16), wrong
}
