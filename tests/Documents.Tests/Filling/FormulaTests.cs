using Teg.Platform.Documents.Filling.Sheets;

namespace Teg.Platform.Documents.Tests.Filling;

public sealed class FormulaTests
{
    [Theory]
    [InlineData("1+2*3", 7d)]
    [InlineData("-2^2", 4d)]
    [InlineData("(1+2)*3-4/2", 7d)]
    [InlineData("50%*A1", 5d)]
    [InlineData("SUM(A1:A3)", 35d)]
    [InlineData("SUM(A1:B3,1)", 38d)]
    [InlineData("SUM(A:A)", 35d)]
    [InlineData("ROUND(2.5,0)", 3d)]
    [InlineData("ROUND(-2.5,0)", -3d)]
    [InlineData("ROUND(1.005,2)", 1.01d)]
    [InlineData("ROUND(1234.5,-2)", 1200d)]
    [InlineData("ROUNDUP(1.001,2)", 1.01d)]
    [InlineData("IF(A1>5,1,1/0)", 1d)]
    [InlineData("IF(A1>50,1/0,\"no\")", "no")]
    [InlineData("IFERROR(1/0,7)", 7d)]
    [InlineData("1/0", "#DIV/0!")]
    [InlineData("\"a\"&1&TRUE", "a1TRUE")]
    [InlineData("\"A\"=\"a\"", true)]
    [InlineData("A9=0", true)]
    [InlineData("SUMPRODUCT(A1:A2,B1:B2)", 30d)]
    [InlineData("SUMPRODUCT((A1:A2)*B1:B2)", 30d)]
    [InlineData("SUMIF(A1:A3,\">7\",B1:B3)", 2d)]
    [InlineData("AVERAGE(A1:A2)+MIN(A1:A3)+MAX(1,2)+COUNT(A1:B3)+COUNTA(A1:B3)", 33d)]
    [InlineData("AND(A1>1,NOT(FALSE))", true)]
    [InlineData("INT(-1.5)+MOD(-1,3)+ABS(-4)", 4d)]
    [InlineData("'Other sheet'!A1+Twice", 62d)]
    public void It_computes_what_Excel_computes(string formula, object expected)
    {
        var value = new Evaluator(new Cells()).Evaluate("Main", formula);
        if (expected is double number && value is double computed)
        {
            computed.ShouldBe(number, 1e-12);
        }
        else
        {
            (value is CellError error ? error.Text : value).ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData("NPV(1,2)")]
    [InlineData("Table1[Price]")]
    [InlineData("SUM(Missing!A1)")]
    [InlineData("1+")]
    public void What_it_does_not_know_it_does_not_guess(string formula) =>
        Should.Throw<NotEvaluableException>(() => new Evaluator(new Cells()).Evaluate("Main", formula));

    [Theory]
    [InlineData("SUM($A1:A$3)+LOG10(5)+\"A1\"&Sheet1!B2", "SUM($A3:A$3)+LOG10(5)+\"A1\"&Sheet1!B4")]
    [InlineData("'It''s'!A1*A:A", "'It''s'!A3*A:A")]
    public void Formulas_shift_as_shared_formulas_do(string formula, string shifted) => Formula.Shift(formula, 2, 0).ShouldBe(shifted);

    private sealed class Cells : ICells
    {
        private static readonly object?[,] Main = { { 10d, 1d }, { 20d, 1d }, { 5d, null } };

        public object? ValueOf(string sheet, int row, int column) => sheet switch
        {
            "Other sheet" => 42d,
            "Main" => row <= 3 && column <= 2 ? (row, column) is (3, 2) ? "text" : Main[row - 1, column - 1] : null,
            _ => throw new NotEvaluableException(sheet),
        };

        public (int Rows, int Columns) SizeOf(string sheet) => (3, 2);

        public string? NameOf(string sheet, string name) => name == "Twice" ? "Main!A2" : null;
    }
}
