using System.Globalization;
using Teg.Platform.Sandbox.Monday.Boards;

namespace Teg.Platform.Sandbox.Monday;

/// <summary>What the resolvers of one request share.</summary>
internal sealed class MondayRequest(MondayAccount account, MondayWrites writes, MondayLimits limits, DateTimeOffset now, string token, string version)
{
    public MondayAccount Account => account;

    public MondayWrites Writes => writes;

    public MondayLimits Limits => limits;

    public DateTimeOffset Now => now;

    public string Token => token;

    public string Version => version;

    public ComplexityReading Complexity { get; set; } = new(0, 0, 0, 0);

    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string IdOf(long id) => id.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The budget before and after a query, and the whole seconds until spent points come back.</summary>
internal sealed record ComplexityReading(int Before, int After, int Query, int ResetInSeconds);

internal sealed record MondayUser(long Id, string Name, string Email)
{
    public static readonly MondayUser Integration = new(60999999, "TEG Integration", "integration@teg.example");

    public static readonly IReadOnlyList<MondayUser> All =
        [Integration, .. World.Catalogue.Reps.Select(rep => new MondayUser(rep.MondayId, rep.FullName, rep.Email))];

    public static MondayUser Of(long id) => All.FirstOrDefault(user => user.Id == id) ?? Integration;
}
