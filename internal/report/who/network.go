package who

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/identity"
)

// The lengths of the blocks of public addresses that count as one network.
const (
	ipv4Bits = 24
	ipv6Bits = 48
)

// networkOf returns the network of an address, empty if it is none.
func networkOf(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return ""
	}
	bits := ipv4Bits
	if a.Is6() {
		bits = ipv6Bits
	}
	network, err := a.Prefix(bits)
	if err != nil {
		return ""
	}
	return network.String()
}

// watchNetworks warns if the calls of one session of an instance, a function or a
// task came from several networks: keys leave a workload only if somebody copies
// them. The least and the greatest address of every group of calls tell: whatever is
// between two addresses of one network is in it, too. Private addresses are left out:
// calls through a VPC endpoint have one, while all others of the same workload have a
// public one.
func (a *Answer) watchNetworks(chain []identity.Step, calls []callGroup) {
	if len(chain) < 2 || calls[0].caller.AccessKeyID == "" {
		return
	}
	workload := &chain[len(chain)-2]
	if !workload.IsWorkload() {
		return
	}
	var networks []string
	for i := range calls {
		for _, address := range calls[i].addresses {
			if network := networkOf(address); network != "" && !slices.Contains(networks, network) {
				networks = append(networks, network)
			}
		}
	}
	if len(networks) < 2 {
		return
	}
	slices.Sort(networks)
	a.warnings = append(a.warnings, fmt.Sprintf("key %s of %s %s was used from several networks, so somebody may have copied it: %s",
		calls[0].caller.AccessKeyID, workload.Kind, workload.Name, strings.Join(networks[:min(len(networks), mostNetworks)], ", ")))
}

// mostNetworks is how many networks a warning names.
const mostNetworks = 5

// mostWarnings is how many keys are named in warnings.
const mostWarnings = 10

// Warnings returns what is suspicious about the sessions, in the order of their keys.
func (a *Answer) Warnings() []string {
	more := len(a.warnings) - mostWarnings
	if more <= 0 {
		return a.warnings
	}
	return append(slices.Clone(a.warnings[:mostWarnings]), humanize.Thousands(int64(more))+" more keys of workloads were used from several networks")
}
