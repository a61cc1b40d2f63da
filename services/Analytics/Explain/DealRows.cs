using Dapper;
using Teg.Platform.Analytics.Sales;

namespace Teg.Platform.Analytics.Explain;

internal static class DealRows
{
    /// <param name="also">SQL over the columns of a won deal, from the catalogue.</param>
    public static RowsBehind Behind(string also, Func<DynamicParameters> parameters) => new RowsBehind<WonDeal, DealKey, DealLine>(
        paged => WonDeal.Sql(paged, also), parameters, deal => $"{deal.Id}", deal => new DealKey(deal.ClosedOn, deal.Id),
        key => new { AfterDay = key?.Day, AfterId = key?.Id }, DealLine.Of);
}
