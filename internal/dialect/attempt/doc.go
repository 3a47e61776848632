// Package attempt keeps inside try(…) what can fail in it. The engine computes an
// expression that it needs twice once, before TRY, and then it fails outside; and
// functions of the dialect that are macros use their arguments twice.
// https://trino.io/docs/current/functions/conditional.html#try
package attempt
