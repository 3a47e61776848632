package athena

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/remote/client"
)

// defaultCatalog is Glue's, where a name has none.
const defaultCatalog = "AwsDataCatalog"

// Describe implements [client.Client]. The properties are those of the table, with its
// location among them.
func (c *Client) Describe(ctx context.Context, name catalog.Name) (*catalog.Table, error) {
	inCatalog := name.Catalog
	if inCatalog == "" {
		inCatalog = defaultCatalog
	}
	// The workgroup tells Athena whose rights count, where it uses IAM Identity Center.
	found, err := c.api.GetTableMetadata(ctx, &athena.GetTableMetadataInput{CatalogName: &inCatalog, DatabaseName: &name.Schema, TableName: &name.Table, WorkGroup: &c.workgroup})
	if err != nil {
		return nil, explainDescribe(err, name)
	}
	metadata := found.TableMetadata
	t := &catalog.Table{Name: name, Properties: metadata.Parameters, IsView: aws.ToString(metadata.TableType) == "VIRTUAL_VIEW"}
	addColumns(t, metadata.Columns, false)
	addColumns(t, metadata.PartitionKeys, true)
	return t, nil
}

// explainDescribe explains why there is no description. Glue's answer comes inside of
// Athena's.
func explainDescribe(err error, name catalog.Name) error {
	var metadata *types.MetadataException
	var missing *types.ResourceNotFoundException
	if errors.As(err, &missing) || errors.As(err, &metadata) && strings.Contains(strings.ToLower(metadata.ErrorMessage()), "not found") ||
		errors.As(err, &metadata) && strings.Contains(metadata.ErrorMessage(), "EntityNotFound") {
		return mistake(fmt.Errorf("%s: %w", name, client.ErrNoTable), "`aws athena list-table-metadata` lists the tables of a database; trailq table makes one")
	}
	return explainError(err)
}

// addColumns adds columns to a table. Of two with one name the first counts.
func addColumns(t *catalog.Table, columns []types.Column, areKeys bool) {
	for _, c := range columns {
		t.Columns = append(t.Columns, catalog.Column{Name: strings.ToLower(aws.ToString(c.Name)), Type: trinoType(aws.ToString(c.Type)), IsKey: areKeys})
	}
}
