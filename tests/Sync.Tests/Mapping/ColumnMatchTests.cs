using Teg.Platform.Sync.Drift;
using Teg.Platform.Sync.Mapping;

namespace Teg.Platform.Sync.Tests.Mapping;

public sealed class ColumnMatchTests
{
    private static readonly BoardMapping Ads = new()
    {
        Name = "Ad Spend",
        Kind = BoardKind.Ads,
        Columns = new Dictionary<string, ColumnMapping>
        {
            ["day"] = new() { Titles = ["Date"], Types = ["date"] },
            ["spend"] = new() { Titles = ["Spend"], Types = ["text"] },
            ["owner"] = new() { Titles = ["Owner"], Types = ["people"] },
        },
    };

    private static readonly BoardColumn[] Columns = [new("d", "Date", "date"), new("s", "Spend", "text"), new("o", "Owner", "people"), new("n", "Note", "long_text")];

    [Fact]
    public void Columns_are_found_by_title_and_type_whatever_their_ids()
    {
        var match = ColumnMatch.Of(Ads, [new("x1", " date ", "date"), new("x2", "SPEND", "text"), new("x3", "Owner", "people")], []);

        match.Drifts.ShouldBeEmpty();
        match.ColumnIdByField.ShouldBe(new Dictionary<string, string> { ["day"] = "x1", ["spend"] = "x2", ["owner"] = "x3" }, ignoreOrder: true);
    }

    [Fact]
    public void The_same_column_under_another_title_is_proposed_first()
    {
        var match = ColumnMatch.Of(Ads, [Columns[0], new("s", "Kosten", "text"), new("y", "Spent", "text"), Columns[2]], Columns);

        match.Drifts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            drift => drift.Kind.ShouldBe(DriftKind.Renamed), drift => drift.Field.ShouldBe("spend"), drift => drift.Proposal!.Title.ShouldBe("Kosten"));
    }

    [Fact]
    public void A_close_title_of_the_same_type_is_proposed_when_no_column_is_remembered()
    {
        ColumnMatch.Of(Ads, [Columns[0], new("a", "Comment", "text"), new("b", "Spend (USD)", "text"), Columns[2]], [])
            .Drifts.ShouldHaveSingleItem().Proposal!.Title.ShouldBe("Spend (USD)");
    }

    [Fact]
    public void Another_type_that_reads_the_same_is_proposed_and_one_that_does_not_is_not()
    {
        ColumnMatch.Of(Ads, [Columns[0], new("s", "Spend", "numbers"), Columns[2]], Columns)
            .Drifts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(drift => drift.Kind.ShouldBe(DriftKind.Retyped), drift => drift.Proposal!.Type.ShouldBe("numbers"));
        ColumnMatch.Of(Ads, [new("d", "Date", "checkbox"), Columns[1], Columns[2]], Columns)
            .Drifts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(drift => drift.Kind.ShouldBe(DriftKind.Retyped), drift => drift.Proposal.ShouldBeNull());
    }

    [Fact]
    public void A_column_without_an_heir_is_missing_and_no_other_field_loses_its_own()
    {
        var match = ColumnMatch.Of(Ads, [Columns[1], Columns[2]], Columns);

        match.Drifts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(drift => drift.Kind.ShouldBe(DriftKind.Missing), drift => drift.Proposal.ShouldBeNull());
        match.ColumnIdByField["spend"].ShouldBe("s");
    }

    [Fact]
    public void Accepting_teaches_the_mapping_the_new_title_and_nothing_else()
    {
        var learned = DriftEndpoints.Learn(new MondaySettings { Boards = [Ads] }, "Ad Spend", "spend", "Kosten", "numbers");

        learned.Boards[0].Columns["spend"].Titles.ShouldBe(["Spend", "Kosten"]);
        learned.Boards[0].Columns["spend"].Types.ShouldBe(["text", "numbers"]);
        learned.Boards[0].Columns["day"].Titles.ShouldBe(["Date"]);
        DriftEndpoints.Learn(learned, "Ad Spend", DriftBook.WholeBoard, "Ads 2027", "board").Boards[0].IsCalled("ads 2027").ShouldBeTrue();
    }
}
