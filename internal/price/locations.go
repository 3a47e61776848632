package price

// findRegion returns the code of a region by its name in a price list, since lists
// before 2021 have no code. It returns "" for other places, such as edge locations.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.RegionsAndAvailabilityZones.html
func findRegion(location string) string {
	return map[string]string{
		"Africa (Cape Town)":        "af-south-1",
		"Asia Pacific (Hong Kong)":  "ap-east-1",
		"Asia Pacific (Tokyo)":      "ap-northeast-1",
		"Asia Pacific (Seoul)":      "ap-northeast-2",
		"Asia Pacific (Osaka)":      "ap-northeast-3",
		"Asia Pacific (Mumbai)":     "ap-south-1",
		"Asia Pacific (Singapore)":  "ap-southeast-1",
		"Asia Pacific (Sydney)":     "ap-southeast-2",
		"Asia Pacific (Jakarta)":    "ap-southeast-3",
		"Canada (Central)":          "ca-central-1",
		"EU (Frankfurt)":            "eu-central-1",
		"EU (Stockholm)":            "eu-north-1",
		"EU (Milan)":                "eu-south-1",
		"EU (Ireland)":              "eu-west-1",
		"EU (London)":               "eu-west-2",
		"EU (Paris)":                "eu-west-3",
		"Middle East (Bahrain)":     "me-south-1",
		"South America (Sao Paulo)": "sa-east-1",
		"AWS GovCloud (US-East)":    "us-gov-east-1",
		"AWS GovCloud (US)":         "us-gov-west-1",
		"AWS GovCloud (US-West)":    "us-gov-west-1",
		"US East (N. Virginia)":     "us-east-1",
		"US East (Ohio)":            "us-east-2",
		"US West (N. California)":   "us-west-1",
		"US West (Oregon)":          "us-west-2",
	}[location]
}
