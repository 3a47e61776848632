// Package timeline counts events over time, in series, and finds hours without
// events in an account and region that normally has some.
package timeline
