using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Sandbox.GoogleAds;

/// <summary>Who may ask for the advertising account, what its quota is, and where it answers.</summary>
public sealed class GoogleAdsOptions
{
    public const string Section = "GoogleAds";

    /// <summary>Port of the vendor's own address; 0 takes a free one.</summary>
    [Range(0, 65535)]
    public int Port { get; set; }

    /// <summary>The account that advertises.</summary>
    [RegularExpression(@"^\d{10}$")]
    public string CustomerId { get; set; } = "4150223344";

    /// <summary>The manager account through which it is reached.</summary>
    [RegularExpression(@"^\d{10}$")]
    public string ManagerId { get; set; } = "9080706050";

    // The words that are never let in are how a test or a person sees each of the vendor's refusals; everything else spares a demo its secrets.
    /// <summary>Refresh tokens that are let in. Empty: any of six characters or more except <c>invalid</c>, <c>expired</c> and <c>revoked</c>.</summary>
    public IList<string> RefreshTokens { get; set; } = [];

    /// <summary>Developer tokens that are let in. Empty: any of six characters or more except <c>invalid</c>; <c>unapproved</c> is one for test accounts only.</summary>
    public IList<string> DeveloperTokens { get; set; } = [];

    /// <summary>Basic access has 15 000 a day.</summary>
    [Range(1, int.MaxValue)]
    public int OperationsPerDay { get; set; } = 15_000;

    /// <summary>Searches a minute and developer token.</summary>
    [Range(1, int.MaxValue)]
    public int RequestsPerMinute { get; set; } = 100_000;

    /// <summary>Most rows in a page of <c>search</c>, and in a chunk of <c>searchStream</c>; the vendor's is 10 000.</summary>
    [Range(1, 10_000)]
    public int RowsPerPage { get; set; } = 10_000;
}
