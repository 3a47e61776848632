// Package reporttest is for the tests of the reports: it reads records with
// encoding/json, counts and prices them independently of the SQL, and opens the
// engine.
package reporttest
