// Package usertable reads the CREATE EXTERNAL TABLE of a user's own table, for which SQL
// is printed:
//
//	own, err := usertable.Parse("CREATE EXTERNAL TABLE …")
//	…
//	partitions, err := own.Conditions(&filter) // which partitions the filter needs
//	sql = own.Rename(sql)                      // from the documented name of the table
package usertable
