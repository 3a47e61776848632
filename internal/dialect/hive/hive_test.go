package hive

import (
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/dialect/syntax"
)

func define(t *testing.T, text string) *Definition {
	t.Helper()
	tokens, err := syntax.Tokenize(text)
	if err != nil {
		t.Fatal(err)
	}
	d, err := Parse(tokens)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return d
}

func TestParse(t *testing.T) {
	d := define(t, "CREATE EXTERNAL TABLE IF NOT EXISTS `a`.my-trail_2 (eventVersion double COMMENT 'v, (x)', name varchar(64), "+
		"`user` STRUCT<type: STRING, attributes:MAP<STRING,STRING> COMMENT 'b', deep:struct<a:array<struct<b:int>>>>, price decimal(10, 2),"+
		"list ARRAY < STRUCT < `x y`: BIGINT > >, odd uniontype<int,string>, t timestamp)"+
		" COMMENT 'it (is)' PARTITIONED BY (day date, `region` string) ROW FORMAT SERDE 'x' WITH SERDEPROPERTIES ('a' = 'b')"+
		" LOCATION 's3://b/' TBLPROPERTIES ('projection.day.type' = 'date', \"Projection.Enabled\"='true')")
	var columns []string
	for _, c := range append(d.Columns, d.Partitions...) {
		columns = append(columns, c.Name+" "+TypeText(c.Type))
	}
	want := "eventversion double|name varchar|user struct<`type`:varchar,`attributes`:map<varchar,varchar>,`deep`:struct<`a`:array<struct<`b`:integer>>>>|" +
		"price decimal(10,2)|list array<struct<`x y`:bigint>>|odd varchar|t timestamp|day date|region varchar"
	if got := strings.Join(columns, "|"); got != want {
		t.Errorf("columns %s\nwant %s", got, want)
	}
	if d.Name != "my-trail_2" || d.Properties["projection.day.type"] != "date" || d.Properties["projection.enabled"] != "true" {
		t.Errorf("%+v", d)
	}
}

func TestEngineType(t *testing.T) {
	d := define(t, "CREATE TABLE t (a struct<b:array<map<string,int>>,c:decimal(5,1)>, d float, e decimal)")
	for i, want := range []string{`STRUCT("b" MAP(VARCHAR, BIGINT)[], "c" DECIMAL(5, 1))`, "FLOAT", "DECIMAL(10, 0)"} {
		if got := EngineType(d.Columns[i].Type); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestShape(t *testing.T) {
	s := &Shaper{}
	for _, c := range []struct{ text, kind, want string }{
		{`{"Arn":"x","n":"5","b":"TRUE","t":"2023-11-01T10:00:00Z","o":{"p":[1, 2]},"d":"2023-11-01","f":1.50,"more":1}`,
			"struct<arn:string,n:int,b:boolean,t:timestamp,o:string,d:date,f:double,none:string>",
			`{"arn":"x","n":5,"b":true,"t":"2023-11-01 10:00:00","o":"{\"p\":[1, 2]}","d":"2023-11-01","f":1.5,"none":null}`},
		{`[{"a":1},{"A":2},3]`, "array<struct<a:int>>", `[{"a":1},{"a":2},null]`},
		{`{"b":{"c":1},"a":"x"}`, "map<string,string>", `{"a":"x","b":"{\"c\":1}"}`},
		{`"x"`, "map<string,string>", ""},
		{`{"n":"five","b":"maybe","t":"soon"}`, "struct<n:int,b:boolean,t:timestamp>", `{"n":null,"b":null,"t":null}`},
		{`not JSON`, "struct<a:int>", ""},
		{`null`, "array<int>", ""},
	} {
		got, err := s.Shape(c.text, c.kind)
		if text, _ := got.(string); text != c.want || err != nil {
			t.Errorf("%s as %s is %v, %v\nwant %s", c.text, c.kind, got, err, c.want)
		}
	}
	if got, err := s.ShapeField(`{"eventName":"x","Other":{"a":1}}`, "other", "string"); got != `{"a":1}` || err != nil {
		t.Error(got, err)
	}
}

// Whatever the text, reading it ends, and a type that was read reads again as itself.
func FuzzParse(f *testing.F) {
	f.Add("CREATE TABLE t (a struct<b:array<map<string,int>>>, c decimal(5,1)) PARTITIONED BY (d date) TBLPROPERTIES ('a'='b')")
	f.Add("CREATE TABLE t (a array<, b map<string>, c struct<x:int")
	f.Fuzz(func(t *testing.T, text string) {
		tokens, err := syntax.Tokenize(text)
		if err != nil {
			return
		}
		d, err := Parse(tokens)
		if err != nil {
			return
		}
		s := &Shaper{}
		for _, c := range d.Columns {
			text := TypeText(c.Type)
			again, err := s.parsedType(text)
			if err != nil || TypeText(again) != text {
				t.Errorf("%s reads again as %v, %v", text, again, err)
			}
		}
	})
}
