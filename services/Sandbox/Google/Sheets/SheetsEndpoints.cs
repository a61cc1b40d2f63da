using System.Text.Json;
using System.Text.Json.Nodes;
using Teg.Platform.Sandbox.Google.Drive;
using Teg.Platform.Sandbox.Traffic;

namespace Teg.Platform.Sandbox.Google.Sheets;

/// <summary>Sheets v4: values and the spreadsheet's own properties.</summary>
internal static class SheetsEndpoints
{
    public static void MapSheets(this IEndpointRouteBuilder routes)
    {
        var sheets = routes.MapGroup("/v4/spreadsheets").WithMetadata(new OnVendor(Vendor.Google)).ExcludeFromDescription();

        sheets.MapPost("", Create);
        sheets.MapGet("/{id}", Get);
        sheets.MapGet("/{id}/values/{range}", static (string id, string range, HttpContext context, DriveDesk desk) => GoogleAnswers.Json(context, Read(desk.SpreadsheetOf(id).Sheet, range, context.Request.Query)));
        sheets.MapPut("/{id}/values/{range}", static (string id, string range, HttpContext context, DriveDesk desk) =>
            GoogleAnswers.Json(context, desk.ChangeSpreadsheet(id, sheet => Write(id, sheet, range, GoogleAnswers.BodyOf(context), IsTyped(context)))));
        sheets.MapPost("/{id}/values/{range}", AppendOrClear);
        sheets.MapGet("/{id}/values:batchGet", static (string id, HttpContext context, DriveDesk desk) =>
        {
            var sheet = desk.SpreadsheetOf(id).Sheet;
            return GoogleAnswers.Json(context, new JsonObject
            {
                ["spreadsheetId"] = id, ["valueRanges"] = new JsonArray([.. context.Request.Query["ranges"].OfType<string>().Select(range => (JsonNode)Read(sheet, range, context.Request.Query))]),
            });
        });
        sheets.MapPost("/{id}/values:batchUpdate", BatchWrite);
    }

    private static IResult Create(HttpContext context, DriveDesk desk)
    {
        var body = GoogleAnswers.BodyOf(context);
        var title = (string?)body["properties"]?["title"] ?? "Untitled spreadsheet";
        var tabs = (body["sheets"] as JsonArray)?.Select((sheet, index) => new SheetTab(index + 1, (string?)sheet?["properties"]?["title"] ?? $"Sheet{index + 1}", [])).ToList();
        var file = desk.Create(DriveAccount.NewId(), title, DriveFile.Spreadsheet, [], DriveDesk.Bytes(new Spreadsheet(title, tabs is { Count: > 0 } ? tabs : [new SheetTab(1, "Sheet1", [])])));
        return GoogleAnswers.Json(context, Describe(context, file.Id, desk.SpreadsheetOf(file.Id).Sheet));
    }

    private static IResult Get(string id, HttpContext context, DriveDesk desk) => GoogleAnswers.Json(context, Describe(context, id, desk.SpreadsheetOf(id).Sheet));

    private static JsonObject Describe(HttpContext context, string id, Spreadsheet sheet) => new()
    {
        ["spreadsheetId"] = id,
        ["properties"] = new JsonObject { ["title"] = sheet.Title, ["locale"] = "en_US", ["autoRecalc"] = "ON_CHANGE", ["timeZone"] = "America/Los_Angeles" },
        ["sheets"] = new JsonArray([.. sheet.Sheets.Select((tab, index) => (JsonNode)new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["sheetId"] = tab.Id, ["title"] = tab.Title, ["index"] = index, ["sheetType"] = "GRID",
                ["gridProperties"] = new JsonObject { ["rowCount"] = Math.Max(1000, tab.Rows.Count), ["columnCount"] = Math.Max(26, tab.Rows.Select(row => row.Count).DefaultIfEmpty().Max()) },
            },
        })]),
        ["spreadsheetUrl"] = $"{GoogleAnswers.Address(context)}/spreadsheets/d/{id}/edit",
    };

    // Empty cells at the end of a row and empty rows at the end are left out, and "values" when nothing is left.
    private static JsonObject Read(Spreadsheet sheet, string name, IQueryCollection query)
    {
        var range = CellRange.Of(name);
        var tab = sheet.Named(range.Sheet);
        var (lastRow, lastColumn) = (range.LastRow ?? tab.Rows.Count - 1, range.LastColumn ?? tab.Rows.Select(row => row.Count).DefaultIfEmpty().Max() - 1);
        var rows = new List<List<JsonNode?>>();
        for (var row = range.Row; row <= lastRow && row < tab.Rows.Count; row++)
        {
            var values = new List<JsonNode?>();
            for (var column = range.Column; column <= lastColumn; column++)
            {
                values.Add(Shown(tab.At(row, column), query["valueRenderOption"]));
            }

            while (values.Count > 0 && values[^1]?.ToString() is null or "")
            {
                values.RemoveAt(values.Count - 1);
            }

            rows.Add(values);
        }

        while (rows.Count > 0 && rows[^1].Count == 0)
        {
            rows.RemoveAt(rows.Count - 1);
        }

        var byColumns = query["majorDimension"] == "COLUMNS";
        var answer = new JsonObject
        {
            ["range"] = Name(tab, range.Row, range.Column, Math.Max(range.Row, range.LastRow ?? 999), Math.Max(range.Column, range.LastColumn ?? 25)), ["majorDimension"] = byColumns ? "COLUMNS" : "ROWS",
        };
        if (byColumns && rows.Count > 0)
        {
            rows = [.. Enumerable.Range(0, rows.Max(row => row.Count)).Select(column => rows.Select(row => column < row.Count ? row[column] : "").ToList())];
        }

        if (rows.Count > 0)
        {
            answer["values"] = new JsonArray([.. rows.Select(row => (JsonNode)new JsonArray([.. row.Select(value => value?.DeepClone() ?? "")]))]);
        }

        return answer;
    }

    private static JsonNode? Shown(SheetCell? cell, string? how) => cell is null
        ? ""
        : how switch { "UNFORMATTED_VALUE" => cell.Value?.DeepClone(), "FORMULA" => cell.Formula ?? cell.Value?.DeepClone(), _ => cell.Shown };

    private static JsonObject Write(string id, Spreadsheet sheet, string name, JsonObject body, bool typed)
    {
        var range = CellRange.Of(name);
        var tab = sheet.Named(range.Sheet);
        var rows = Rows(body);
        var columns = rows.Select(row => row.Count).DefaultIfEmpty().Max();
        if (range.Row + rows.Count - 1 > (range.LastRow ?? int.MaxValue) && range.LastRow > range.Row)
        {
            throw GoogleException.Invalid($"Requested writing within range [{name}], but tried writing to row [{range.LastRow + 2}]");
        }

        var cells = Fill(tab, range.Row, range.Column, rows, typed);
        return new JsonObject
        {
            ["spreadsheetId"] = id, ["updatedRange"] = Name(tab, range.Row, range.Column, range.Row + Math.Max(1, rows.Count) - 1, range.Column + Math.Max(1, columns) - 1),
            ["updatedRows"] = rows.Count, ["updatedColumns"] = columns, ["updatedCells"] = cells,
        };
    }

    private static IResult AppendOrClear(string id, string range, HttpContext context, DriveDesk desk)
    {
        if (range.EndsWith(":clear", StringComparison.Ordinal))
        {
            return GoogleAnswers.Json(context, desk.ChangeSpreadsheet(id, sheet =>
            {
                var cleared = CellRange.Of(range[..^6]);
                var tab = sheet.Named(cleared.Sheet);
                for (var row = cleared.Row; row <= (cleared.LastRow ?? tab.Rows.Count - 1) && row < tab.Rows.Count; row++)
                {
                    for (var column = cleared.Column; column <= (cleared.LastColumn ?? tab.Rows[row].Count - 1) && column < tab.Rows[row].Count; column++)
                    {
                        tab.Rows[row][column] = null;
                    }
                }

                return new JsonObject { ["spreadsheetId"] = id, ["clearedRange"] = range[..^6] };
            }));
        }

        if (!range.EndsWith(":append", StringComparison.Ordinal))
        {
            throw GoogleException.NoRoute();
        }

        return GoogleAnswers.Json(context, desk.ChangeSpreadsheet(id, sheet =>
        {
            var at = CellRange.Of(range[..^7]);
            var tab = sheet.Named(at.Sheet);
            var last = tab.Rows.FindLastIndex(row => row.Exists(cell => cell is not null));
            var rows = Rows(GoogleAnswers.BodyOf(context));
            var columns = rows.Select(row => row.Count).DefaultIfEmpty().Max();
            var first = Math.Max(at.Row, last + 1);
            var cells = Fill(tab, first, at.Column, rows, IsTyped(context));
            var answer = new JsonObject { ["spreadsheetId"] = id };
            if (last >= at.Row)
            {
                answer["tableRange"] = Name(tab, at.Row, at.Column, last, Math.Max(at.Column, tab.Rows[last].FindLastIndex(cell => cell is not null)));
            }

            answer["updates"] = new JsonObject
            {
                ["spreadsheetId"] = id, ["updatedRange"] = Name(tab, first, at.Column, first + Math.Max(1, rows.Count) - 1, at.Column + Math.Max(1, columns) - 1),
                ["updatedRows"] = rows.Count, ["updatedColumns"] = columns, ["updatedCells"] = cells,
            };
            return answer;
        }));
    }

    private static IResult BatchWrite(string id, HttpContext context, DriveDesk desk)
    {
        var body = GoogleAnswers.BodyOf(context);
        var typed = (string?)body["valueInputOption"] switch { "RAW" => false, "USER_ENTERED" => true, _ => throw GoogleException.Invalid("'valueInputOption' is required but not specified") };
        return GoogleAnswers.Json(context, desk.ChangeSpreadsheet(id, sheet =>
        {
            var written = (body["data"] as JsonArray ?? []).Select(one => Write(id, sheet, (string?)one?["range"] ?? "", (JsonObject)one!, typed)).ToList();
            return new JsonObject
            {
                ["spreadsheetId"] = id, ["totalUpdatedRows"] = written.Sum(one => (int)one["updatedRows"]!), ["totalUpdatedColumns"] = written.Sum(one => (int)one["updatedColumns"]!),
                ["totalUpdatedCells"] = written.Sum(one => (int)one["updatedCells"]!), ["totalUpdatedSheets"] = 1, ["responses"] = new JsonArray([.. written]),
            };
        }));
    }

    private static int Fill(SheetTab tab, int row, int column, List<List<JsonNode?>> rows, bool typed)
    {
        var cells = 0;
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Count; x++)
            {
                // null leaves the cell as it is, an empty text clears it.
                if (rows[y][x] is { } given)
                {
                    tab.Set(row + y, column + x, SheetCell.Of(given, typed));
                    cells++;
                }
            }
        }

        return cells;
    }

    private static List<List<JsonNode?>> Rows(JsonObject body)
    {
        var rows = (body["values"] as JsonArray ?? []).Select(row => (row as JsonArray ?? throw GoogleException.Invalid("Invalid value at 'data.values'")).ToList()).ToList();
        return (string?)body["majorDimension"] == "COLUMNS" && rows.Count > 0
            ? [.. Enumerable.Range(0, rows.Max(column => column.Count)).Select(row => rows.Select(column => row < column.Count ? column[row] : null).ToList())]
            : rows;
    }

    private static bool IsTyped(HttpContext context) => context.Request.Query["valueInputOption"].ToString() switch
    {
        "RAW" => false,
        "USER_ENTERED" => true,
        _ => throw GoogleException.Invalid("'valueInputOption' is required but not specified"),
    };

    private static string Name(SheetTab tab, int row, int column, int lastRow, int lastColumn)
    {
        var sheet = tab.Title.All(char.IsLetterOrDigit) ? tab.Title : $"'{tab.Title.Replace("'", "''", StringComparison.Ordinal)}'";
        var (from, to) = ($"{CellRange.Name(column)}{row + 1}", $"{CellRange.Name(lastColumn)}{lastRow + 1}");
        return from == to ? $"{sheet}!{from}" : $"{sheet}!{from}:{to}";
    }
}
