using Teg.Platform.Analytics.Figures;

namespace Teg.Platform.Analytics.Tests.Figures;

public sealed class MeasuresTests
{
    [Fact]
    public void Nothing_spent_has_no_return_rather_than_an_infinite_one()
    {
        (Measures.None with { Spend = 0, AttributedRevenue = 100 }).Roas.ShouldBeNull();
    }

    [Fact]
    public void Return_counts_only_revenue_that_a_campaign_brought()
    {
        (Measures.None with { Spend = 200, Revenue = 1000, AttributedRevenue = 500 }).Roas.ShouldBe(2.5m);
    }

    [Fact]
    public void Cost_per_lead_counts_only_leads_that_a_campaign_brought()
    {
        (Measures.None with { Spend = 300, Leads = 10, CampaignLeads = 4 }).CostPerLead.ShouldBe(75m);
    }

    [Fact]
    public void Ratios_are_rounded_half_away_from_zero_to_four_digits()
    {
        (Measures.None with { Leads = 80_000, Deals = 12 }).Conversion.ShouldBe(0.0002m);
        (Measures.None with { Leads = 80_000, Deals = 20 }).Conversion.ShouldBe(0.0003m);
    }
}
