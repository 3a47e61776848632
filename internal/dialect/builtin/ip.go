package builtin

import "net/netip"

// ParseAddress reads an IP address as the 16 bytes of IPv6, in which
// addresses compare as Trino's IPADDRESS. What is no address is NULL: in
// CloudTrail the caller may be a service ("ec2.amazonaws.com"), and a filter
// beside the cast may be meant to keep it out.
func ParseAddress(text string) (any, error) {
	address, err := netip.ParseAddr(text)
	if err != nil || address.Zone() != "" {
		return nil, nil
	}
	bytes := address.As16()
	return bytes[:], nil
}

// AddressText writes the 16 bytes of an address as text.
func AddressText(bytes []byte) (any, error) {
	address, ok := netip.AddrFromSlice(bytes)
	if !ok {
		return nil, nil
	}
	return address.Unmap().String(), nil
}

// NetworkContains says whether a network in CIDR notation holds an address.
func NetworkContains(network string, bytes []byte) (any, error) {
	prefix, err := netip.ParsePrefix(network)
	if err != nil {
		return nil, err
	}
	address, ok := netip.AddrFromSlice(bytes)
	if !ok {
		return nil, nil
	}
	return prefix.Masked().Contains(address.Unmap()), nil
}
