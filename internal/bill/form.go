package bill

import (
	"fmt"
	"slices"
	"strings"
)

// column is one of the facts that a line is made of.
type column int

// The columns of a line, in the order of [Form.Columns].
const (
	columnFrom column = iota
	columnTo
	columnAccount
	columnRegion
	columnService
	columnUsageType
	columnOperation
	columnResource
	columnDescription
	columnKind
	columnCurrency
	columnQuantity
	columnAmount
	columnCount // how many there are
)

// Form is how an export names its columns.
type Form struct {
	// Name is CUR 2.0, CUR (legacy) or FOCUS.
	Name string
	// names are the names that a column can have, the best first. A column of none has
	// no values.
	names [columnCount][]string
}

// Forms returns the forms that are known. The columns are those of AWS's data
// dictionaries:
// https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-cur2.html,
// https://docs.aws.amazon.com/cur/latest/userguide/data-dictionary.html and
// https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-focus-1-0-aws.html.
// A net cost is after the discounts of a private agreement; only accounts with one have
// the column.
func Forms() []Form {
	return []Form{
		{"FOCUS", [columnCount][]string{
			{"ChargePeriodStart"}, {"ChargePeriodEnd"}, {"SubAccountId"}, {"RegionId", "Region"}, {"x_ServiceCode", "ServiceName"}, {"x_UsageType"},
			{"x_Operation"}, {"ResourceId"}, {"ChargeDescription"}, {"ChargeCategory"}, {"BillingCurrency"}, {"ConsumedQuantity", "UsageQuantity"}, {"BilledCost"},
		}},
		{"CUR (legacy)", [columnCount][]string{
			{"lineItem/UsageStartDate"}, {"lineItem/UsageEndDate"}, {"lineItem/UsageAccountId"}, {"product/regionCode", "product/region"}, {"lineItem/ProductCode"},
			{"lineItem/UsageType"}, {"lineItem/Operation"}, {"lineItem/ResourceId"}, {"lineItem/LineItemDescription"}, {"lineItem/LineItemType"},
			{"lineItem/CurrencyCode"}, {"lineItem/UsageAmount"}, {"lineItem/NetUnblendedCost", "lineItem/UnblendedCost"},
		}},
		{"CUR", [columnCount][]string{
			{"line_item_usage_start_date"}, {"line_item_usage_end_date"}, {"line_item_usage_account_id"}, {"product_region_code", "product_region"}, {"line_item_product_code"},
			{"line_item_usage_type"}, {"line_item_operation"}, {"line_item_resource_id"}, {"line_item_line_item_description"}, {"line_item_line_item_type"},
			{"line_item_currency_code"}, {"line_item_usage_amount"}, {"line_item_net_unblended_cost", "line_item_unblended_cost"},
		}},
	}
}

// FindForm returns the form of an export with these columns.
func FindForm(columns []string) (Form, error) {
	for _, form := range Forms() {
		found := form.Columns(columns)
		if found[columnFrom] != "" && found[columnAmount] != "" && found[columnAccount] != "" {
			return form, nil
		}
	}
	return Form{}, fmt.Errorf("no bill that is known: it has no columns of CUR 2.0 (line_item_usage_start_date, line_item_unblended_cost, …), "+
		"of the legacy CUR (lineItem/UsageStartDate, …) or of FOCUS (ChargePeriodStart, BilledCost, …), but %s", nameSome(columns))
}

// nameSome returns the first of some names.
func nameSome(names []string) string {
	const most = 6
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

// Columns returns the names in an export of the columns of a line, in the order that
// [ReadLine] wants them; "" for a column that the export does not have.
func (f *Form) Columns(columns []string) []string {
	found := make([]string, columnCount)
	for i, names := range f.names {
		for _, name := range names {
			if at := slices.IndexFunc(columns, func(c string) bool { return strings.EqualFold(c, name) }); at >= 0 {
				found[i] = columns[at]
				break
			}
		}
	}
	return found
}

// NumberColumns returns the places of the columns that are numbers, and so are added
// up: the quantity and the amount.
func NumberColumns() []int { return []int{int(columnQuantity), int(columnAmount)} }

// ServiceColumn returns the place of the service, and AmountColumn that of the amount.
func ServiceColumn() int { return int(columnService) }

// AmountColumn returns the place of the amount.
func AmountColumn() int { return int(columnAmount) }

// LastingColumns returns the places of the columns that lines without calls keep:
// service, kind and currency.
func LastingColumns() []int { return []int{int(columnService), int(columnKind), int(columnCurrency)} }
