// Package trailtest holds what tests share: [Tree], a few log files that a test
// writes itself; [TestSource], the suite that every source of logs passes; and
// the real logs and tools that only some machines have.
//
// Package gen writes large synthetic trees, and package s3test serves trees as
// buckets.
package trailtest
