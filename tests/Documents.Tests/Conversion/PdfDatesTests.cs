using System.Text;
using Teg.Platform.Documents.Conversion;

namespace Teg.Platform.Documents.Tests.Conversion;

public sealed class PdfDatesTests
{
    private const string Body = "%PDF-1.7\n1 0 obj\n(/CreationDate(D:20200101000000Z) is only text here)\nendobj\n";

    [Fact]
    public void Only_the_dates_of_the_information_and_the_identifiers_of_the_trailer_change()
    {
        var first = Pdf("20261121174331", 'A');
        var second = Pdf("20261121174559", 'B');

        PdfDates.Settle(first, new DateTimeOffset(2026, 3, 14, 11, 26, 53, TimeSpan.FromHours(2)));
        PdfDates.Settle(second, new DateTimeOffset(2026, 3, 14, 9, 26, 53, TimeSpan.Zero));

        second.ShouldBe(first);
        var text = Encoding.Latin1.GetString(first);
        text.ShouldContain("/CreationDate(D:20260314092653Z')");
        text.ShouldContain("is only text here");
        text.ShouldContain("20200101000000");
        text.ShouldNotContain("AAAA");
        first.Length.ShouldBe(Pdf("20261121174331", 'A').Length);
    }

    [Fact]
    public void Different_documents_keep_different_identifiers()
    {
        var one = Pdf("20261121174331", 'A');
        var other = Pdf("20261121174331", 'A', "Other");

        PdfDates.Settle(one, null);
        PdfDates.Settle(other, null);

        Identifier(one).ShouldNotBe(Identifier(other));
        Encoding.Latin1.GetString(one).ShouldNotContain("D:2026");
    }

    [Theory]
    [InlineData("")]
    [InlineData("%PDF-1.7")]
    [InlineData("%PDF-1.7\nstartxref\n999999999\n%%EOF\n")]
    [InlineData("%PDF-1.7\n1 0 obj<</Type/XRef>>stream\nx\nendstream\nstartxref\n9\n%%EOF\n")]
    [InlineData("%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Info 7 0 R>>\nstartxref\n9\n%%EOF\n")]
    public void What_is_not_understood_stays_as_it_is(string pdf)
    {
        var bytes = Encoding.Latin1.GetBytes(pdf);

        PdfDates.Settle(bytes, null);

        Encoding.Latin1.GetString(bytes).ShouldBe(pdf);
    }

    private static string Identifier(byte[] pdf) => Encoding.Latin1.GetString(pdf).Split("/ID [ <")[1][..32];

    private static byte[] Pdf(string date, char identifier, string title = "Title")
    {
        var information = $"2 0 obj\n<</Title({title})/CreationDate(D:{date}Z')\n/ModDate (D:{date}Z')>>\nendobj\n";
        var id = new string(identifier, 32);
        return Encoding.Latin1.GetBytes(
            $"{Body}{information}xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n{Body.Length:0000000000} 00000 n \n" +
            $"trailer\n<</Size 3/Root 1 0 R\n/Info 2 0 R\n/ID [ <{id}>\n<{id}> ]\n/DocChecksum /{id}\n>>\nstartxref\n{Body.Length + information.Length}\n%%EOF\n");
    }
}
