// Package timeline is the report of events in time, in series, with the hours in
// which an account and region has no events though it normally has some.
package timeline
