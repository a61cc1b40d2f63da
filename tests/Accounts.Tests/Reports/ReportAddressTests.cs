using Teg.Platform.Accounts.Reports;

namespace Teg.Platform.Accounts.Tests.Reports;

public sealed class ReportAddressTests
{
    private const string Report = "0b3a8f2e-1c5d-4e6f-9a7b-2c4d6e8f0a1b";
    private const string Sheet = "1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms";
    private const string Published = "2PACX-1vQxTq0h8n2mJc5rB7yK9wZ3dLfA6sEgUoPiN4tVbXkCjMhRlSaWyDzFq";

    [Theory]
    [InlineData($"https://lookerstudio.google.com/embed/reporting/{Report}/page/p_abc123", "/page/p_abc123")]
    [InlineData($" https://lookerstudio.google.com/reporting/{Report}/page/p_abc123 ", "/page/p_abc123")]
    [InlineData($"https://lookerstudio.google.com/u/0/reporting/{Report}/page/p_abc123/edit?s=x#y", "/page/p_abc123")]
    [InlineData($"https://LookerStudio.google.com:443/embed/u/1/reporting/{Report}", "")]
    public void A_looker_studio_report_is_embedded_by_its_id_and_page(string typed, string page)
    {
        var (address, _) = ReportAddress.Of(typed);

        address.ShouldBe(new ReportAddress(
            ReportKind.LookerStudio, $"https://lookerstudio.google.com/embed/reporting/{Report}{page}", $"https://lookerstudio.google.com/reporting/{Report}{page}"));
        ReportAddress.Stored(address!.Embed).ShouldBe(address);
    }

    [Theory]
    [InlineData($"https://docs.google.com/spreadsheets/d/{Sheet}/edit?gid=1386834576#gid=1386834576", $"{Sheet}/preview?gid=1386834576", $"{Sheet}/edit?gid=1386834576")]
    [InlineData($"https://docs.google.com/spreadsheets/d/{Sheet}/edit#gid=7", $"{Sheet}/preview?gid=7", $"{Sheet}/edit?gid=7")]
    [InlineData($"https://docs.google.com/spreadsheets/u/0/d/{Sheet}/htmlembed?x=1", $"{Sheet}/preview", $"{Sheet}/edit")]
    [InlineData($"https://docs.google.com/spreadsheets/d/{Sheet}", $"{Sheet}/preview", $"{Sheet}/edit")]
    [InlineData($"https://docs.google.com/spreadsheets/d/e/{Published}/pubhtml?gid=12&single=true", $"e/{Published}/pubhtml?gid=12&single=true&widget=true&headers=false", $"e/{Published}/pubhtml?gid=12&single=true")]
    [InlineData($"https://docs.google.com/spreadsheets/d/e/{Published}/pubhtml", $"e/{Published}/pubhtml?widget=true&headers=false", $"e/{Published}/pubhtml")]
    public void A_spreadsheet_is_embedded_by_its_id_and_sheet(string typed, string embed, string open)
    {
        var (address, _) = ReportAddress.Of(typed);

        address.ShouldBe(new ReportAddress(ReportKind.GoogleSheet, $"https://docs.google.com/spreadsheets/d/{embed}", $"https://docs.google.com/spreadsheets/d/{open}"));
        ReportAddress.Stored(address!.Embed).ShouldBe(address);
    }

    [Theory]
    [InlineData("")]
    [InlineData("my report")]
    [InlineData("//lookerstudio.google.com/reporting/0123456789")]
    [InlineData("http://lookerstudio.google.com/reporting/0123456789")]
    [InlineData("https://lookerstudio.google.com:8443/reporting/0123456789")]
    [InlineData("https://lookerstudio.google.com@evil.example/reporting/0123456789")]
    [InlineData("https://user@lookerstudio.google.com/reporting/0123456789")]
    [InlineData("https://lookerstudio.google.com.evil.example/reporting/0123456789")]
    [InlineData("https://evil.example/?https://lookerstudio.google.com/reporting/0123456789")]
    [InlineData("javascript:alert(1)//lookerstudio.google.com/reporting/0123456789")]
    [InlineData("https://lookerstudio.google.com/s/abcDEF")]
    [InlineData("https://lookerstudio.google.com/reporting/0123456789/../../../url?q=x")]
    [InlineData("https://lookerstudio.google.com/embed/reporting/0123456789\"onload=alert(1)")]
    [InlineData("https://docs.google.com/document/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/edit")]
    [InlineData("https://docs.google.com/spreadsheets/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/export?format=xlsx")]
    [InlineData("https://docs.google.com/spreadsheets/d/../../forms/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms")]
    [InlineData("https://docs.google.com/spreadsheets/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/edit\nhttps://evil.example")]
    public void Anything_else_is_refused_with_the_reason(string typed)
    {
        var (address, refusal) = ReportAddress.Of(typed);

        address.ShouldBeNull();
        refusal.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Of_another_site_the_refusal_names_it() =>
        ReportAddress.Of("https://app.powerbi.com/view?r=1").Refusal!.ShouldContain("app.powerbi.com");
}
