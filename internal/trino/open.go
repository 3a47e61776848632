package trino

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	driver "github.com/trinodb/trino-go-client/trino"

	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/remote/client"
)

// engineName is the engine's name for people.
const engineName = "Trino"

// Client is a connection to a Trino server. It implements [client.Client].
type Client struct {
	db *sql.DB
}

var _ client.Client = (*Client)(nil)

const withTLS = "give the address as trino://"

const addressForm = "the form is trino://USER@HOST:PORT/CATALOG/SCHEMA/TABLE, or trino+http:// without TLS"

// Open prepares a connection to the server of an address, and returns the table that the
// address names. Nothing is sent yet.
func Open(_ context.Context, address *url.URL, options client.Options) (client.Client, catalog.Name, error) {
	if options.Reuse > 0 || options.Results != "" {
		return nil, catalog.Name{}, refuse("Trino keeps no answers that could be used again", "--reuse and --results are for Athena")
	}
	name, err := tableName(address)
	if err != nil {
		return nil, name, err
	}
	config, err := configure(address, name, options.Getenv)
	if err != nil {
		return nil, name, err
	}
	if err := setTransport(config); err != nil {
		return nil, name, refuse("TRINO_OPTIONS: "+err.Error(), "the names are those of the addresses of Trino's client for Go")
	}
	connector, err := driver.NewConnector(config)
	if err != nil {
		return nil, name, explainError(err)
	}
	return &Client{db: sql.OpenDB(connector)}, name, nil
}

// refuse returns a mistake in the words.
func refuse(message, hint string) error {
	return &client.Error{Engine: engineName, Err: errors.New(message), Hint: hint, AtFault: true}
}

// tableName returns the table that an address names.
func tableName(address *url.URL) (catalog.Name, error) {
	parts := strings.Split(strings.Trim(address.Path, "/"), "/")
	switch {
	case address.Host == "" || len(parts) != 3 || parts[0] == "" || parts[1] == "" || parts[2] == "":
		return catalog.Name{}, refuse(fmt.Sprintf("%s names no table", address.Redacted()), addressForm)
	case address.RawQuery != "" || address.Fragment != "":
		return catalog.Name{}, refuse("the address of a table has no options", "put them into TRINO_OPTIONS")
	}
	if _, hasPassword := address.User.Password(); hasPassword {
		return catalog.Name{}, refuse("the address of a table has no password: others could read it", "put it into TRINO_PASSWORD")
	}
	return catalog.Name{Catalog: parts[0], Schema: parts[1], Table: parts[2]}, nil
}

// configure returns the configuration of the connection.
func configure(address *url.URL, name catalog.Name, getenv func(string) string) (*driver.Config, error) {
	if getenv == nil {
		getenv = func(string) string { return "" }
	}
	server := url.URL{Scheme: "https", Host: address.Host, User: address.User}
	if address.Scheme == "trino+http" {
		server.Scheme = "http"
	}
	if address.Port() == "" {
		server.Host = net.JoinHostPort(address.Hostname(), map[string]string{"https": "443", "http": "8080"}[server.Scheme])
	}
	if address.User.Username() == "" {
		server.User = url.User("trailq")
	}
	if password := getenv("TRINO_PASSWORD"); password != "" {
		if server.Scheme == "http" {
			return nil, refuse("a password goes only over TLS", withTLS)
		}
		server.User = url.UserPassword(server.User.Username(), password)
	}
	extra, err := url.ParseQuery(getenv("TRINO_OPTIONS"))
	if err != nil {
		return nil, refuse("TRINO_OPTIONS: "+err.Error(), "the form is NAME=VALUE&NAME=VALUE, as in the addresses of Trino's client for Go")
	}
	server.RawQuery = extra.Encode()
	config, err := driver.ParseDSN(server.String())
	if err != nil {
		return nil, refuse("TRINO_OPTIONS: "+err.Error(), "the names are those of the addresses of Trino's client for Go")
	}
	config.Source, config.Catalog, config.Schema, config.TimeZone = "trailq", name.Catalog, name.Schema, "UTC"
	if token := getenv("TRINO_TOKEN"); token != "" {
		if server.Scheme == "http" {
			return nil, refuse("a token goes only over TLS", withTLS)
		}
		config.AccessToken = token
	}
	return config, nil
}

// Name returns the engine's name.
func (c *Client) Name() string { return engineName }

// Tariff returns that Trino charges nothing by the byte.
func (c *Client) Tariff() client.Tariff { return client.Tariff{} }

// Close closes the connections.
func (c *Client) Close() error { return c.db.Close() }
