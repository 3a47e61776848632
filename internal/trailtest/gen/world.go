package gen

import "fmt"

// accountIDs returns the account ids that AWS uses in its examples.
func accountIDs() []string {
	return []string{
		"111122223333", "444455556666", "777788889999", "123456789012",
		"111111111111", "222222222222", "333333333333", "444444444444",
		"555555555555", "666666666666", "777777777777", "888888888888",
	}
}

func regionNames() []string {
	return []string{
		"us-east-1", "eu-west-1", "us-west-2", "ap-southeast-2",
		"eu-central-1", "us-east-2", "ap-northeast-1", "sa-east-1",
		"ca-central-1", "ap-south-1", "eu-north-1", "eu-west-2",
	}
}

// world is everyone who calls AWS.
type world struct {
	places  []place // by account, then by region
	objects weights // popularity of the objects of a bucket
}

// place is an account in a region, and the applications that run there.
type place struct {
	number       int
	account      string
	region       string
	vpcEndpoint  string
	key          string // id of the account's KMS key
	applications []application
	busy         weights // how busy the applications are
}

// application calls S3 and some other services under a role of its own.
type application struct {
	kind
	number      int
	principalID string
	bucket      string
	sessions    []session
	busy        weights // how busy the sessions are
	frequent    weights // how frequent the operations of its work are
}

// session is one instance of an application, or one person.
type session struct {
	name    string
	address string
}

// platform is where an application runs, which shows in its userIdentity.
type platform int

const (
	instance platform = iota // EC2
	function                 // Lambda
	pod                      // EKS, with a web identity
	task                     // ECS
	person                   // through IAM Identity Center
	user                     // an IAM user with an access key
	service                  // an AWS service on behalf of a role
	delivery                 // an AWS service on its own behalf
)

// kind describes an application, wherever it runs.
type kind struct {
	name     string
	platform platform
	path     string // of the role
	role     string // or the user name
	agent    string
	layout   layout
	work     workload
	sessions int
}

// applicationKinds returns the kinds of applications, the busiest first.
func applicationKinds() []kind {
	work := newWorkloads()
	return []kind{
		{"media-delivery", instance, "/", "media-delivery-role", agentJava, mediaKey, work.serving, 12},
		{"thumbnails", function, "/service-role/", "thumbnails-role-4k7q2xwz", agentLambda, mediaKey, work.converting, 1},
		{"network-logs", delivery, "", "", "delivery.logs.amazonaws.com", flowLogKey, work.delivering, 1},
		{"documents", user, "/", "partner-exchange", agentCLI, documentKey, work.serving, 1},
		{"lake", pod, "/analytics/", "lake-compaction", agentSpark, lakeKey, work.crunching, 20},
		{"documents", task, "/ecs/", "document-service-task-role", agentGo, documentKey, work.serving, 16},
		{"lake", service, "/service-role/", "AWSGlueServiceRole-lake", "athena.amazonaws.com", lakeKey, work.querying, 8},
		{"telemetry", function, "/service-role/", "telemetry-role-9d3hf1pa", agentNode, telemetryKey, work.ingesting, 1},
		{"backups", instance, "/", "database-backup-role", agentBoto, backupKey, work.ingesting, 6},
		{"artifacts", task, "/service-role/", "artifact-publisher-role", agentCLI, artifactKey, work.converting, 12},
		{"telemetry", pod, "/analytics/", "telemetry-dashboard", agentBoto, telemetryKey, work.querying, 12},
		{"artifacts", person, "/aws-reserved/sso.amazonaws.com/eu-west-1/", "AWSReservedSSO_PowerUserAccess_0123456789abcdef", agentConsole, artifactKey, work.browsing, 6},
		{"documents", person, "/aws-reserved/sso.amazonaws.com/eu-west-1/", "AWSReservedSSO_ReadOnlyAccess_fedcba9876543210", agentFirefox, documentKey, work.browsing, 9},
	}
}

const (
	agentJava    = "[aws-sdk-java/2.20.162 Linux/5.10.192 OpenJDK_64-Bit_Server_VM/17.0.8+7-LTS Java/17.0.8 io/async http/NettyNio cfg/retry-mode/standard]"
	agentSpark   = "[Hadoop 3.3.6, aws-sdk-java/1.12.571 Linux/5.10.192 OpenJDK_64-Bit_Server_VM/17.0.8+7-LTS java/17.0.8 cfg/retry-mode/legacy]"
	agentLambda  = "[Boto3/1.28.62 md/Botocore#1.31.62 ua/2.0 os/linux#5.10.196-202.760.amzn2.x86_64 md/arch#x86_64 lang/python#3.11.6 md/pyimpl#CPython exec-env/AWS_Lambda_python3.11 cfg/retry-mode#legacy]"
	agentBoto    = "[Boto3/1.28.75 md/Botocore#1.31.75 ua/2.0 os/linux#6.1.55-75.123.amzn2023.x86_64 md/arch#x86_64 lang/python#3.9.16 md/pyimpl#CPython cfg/retry-mode#standard Botocore/1.31.75 Resource]"
	agentNode    = "[aws-sdk-js/3.428.0 ua/2.0 os/linux#5.10.196-202.760.amzn2.x86_64 lang/js md/nodejs#18.18.0 api/s3#3.428.0 exec-env/AWS_Lambda_nodejs18.x]"
	agentGo      = "[aws-sdk-go-v2/1.21.2 os/linux lang/go#1.21.3 md/GOOS#linux md/GOARCH#arm64 exec-env/AWS_ECS_FARGATE api/s3#1.40.2 ft/s3-transfer]"
	agentCLI     = "[aws-cli/2.13.30 Python/3.11.6 Linux/5.10.192-183.736.amzn2.x86_64 exe/x86_64.amzn.2 prompt/off command/s3.sync]"
	agentConsole = "[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.488 Linux/5.10.197-166.743.amzn2int.x86_64 OpenJDK_64-Bit_Server_VM/25.372-b08 java/1.8.0_372 vendor/Oracle_Corporation cfg/retry-mode/standard]"
	agentFirefox = "[Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/119.0]"
)

func newWorld(options Options) *world {
	r := newRandom()
	w := &world{objects: zipfWeights(20_000), places: make([]place, 0, options.Accounts*options.Regions)}
	for _, account := range accountIDs()[:options.Accounts] {
		for _, region := range regionNames()[:options.Regions] {
			r.reseed(options.Seed, streamWorld, uint64(len(w.places)))
			w.places = append(w.places, newPlace(r, len(w.places), account, region))
		}
	}
	return w
}

func newPlace(r *random, number int, account, region string) place {
	p := place{
		number:      number,
		account:     account,
		region:      region,
		vpcEndpoint: "vpce-0" + string(r.appendHex(nil, 8)),
		key:         string(r.appendUUID(nil)),
	}
	for i, kind := range applicationKinds() {
		p.applications = append(p.applications, newApplication(r, &p, i, kind))
	}
	p.busy = zipfWeights(len(p.applications))
	return p
}

func newApplication(r *random, p *place, number int, kind kind) application {
	a := application{
		kind:        kind,
		number:      number,
		principalID: "AROA" + string(r.appendLetters(nil, base32, 10)) + "EXAMPLE",
		bucket:      fmt.Sprintf("amzn-s3-demo-%s-%d", kind.name, p.number+1),
		busy:        zipfWeights(kind.sessions),
		frequent:    kind.work.weights(),
	}
	if kind.platform == user {
		a.principalID = "AIDA" + a.principalID[4:]
	}
	for i := range kind.sessions {
		a.sessions = append(a.sessions, newSession(r, kind, i))
	}
	return a
}

func newSession(r *random, kind kind, number int) session {
	switch kind.platform {
	case instance:
		return session{"i-0" + string(r.appendHex(nil, 8)), privateAddress(r)}
	case function:
		return session{kind.name + "-prod", publicAddress(r)}
	case pod:
		return session{fmt.Sprintf("%d%09d", 1_698_796_800+r.intBelow(86_400), r.intBelow(1e9)), privateAddress(r)}
	case task:
		return session{string(r.appendHex(nil, 16)), privateAddress(r)}
	case person:
		names := [...]string{"mary.major", "john.stiles", "jane.roe", "paulo.santos", "li.juan", "akua.mansa", "nikki.wolf", "saanvi.sarkar", "carlos.salazar"}
		return session{names[number%len(names)] + "@example.com", publicAddress(r)}
	case user:
		return session{kind.role, publicAddress(r)}
	case delivery:
		return session{kind.name, kind.agent}
	default:
		return session{fmt.Sprintf("GlueJobRunnerSession-%d", number+1), kind.agent}
	}
}

// publicAddress returns one of the addresses that RFC 5737 reserves for
// documentation.
func publicAddress(r *random) string {
	network := chooseOne(r, []string{"192.0.2", "198.51.100", "203.0.113"})
	return fmt.Sprintf("%s.%d", network, r.intBetween(1, 254))
}

func privateAddress(r *random) string {
	return fmt.Sprintf("10.%d.%d.%d", r.intBelow(4), r.intBelow(256), r.intBetween(4, 254))
}
