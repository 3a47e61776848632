// Package hive reads Athena's CREATE EXTERNAL TABLE, which is Hive's, and gives JSON
// the types that such a table has for it.
package hive
