namespace Teg.Platform.Contracts;

/// <summary>The organisation a development start is filled with. Its true answers are published by the Sandbox.</summary>
public static class DemoOrganisation
{
    public static readonly Guid Id = new("01900000-0000-7000-8000-000000000001");

    /// <summary>Of the key that the demo's own pages carry: <c>pk_AZAAAAAAcACAAAAAAAAAAQGQAAAAAHAAgAAAAAAAAEE</c>.</summary>
    public static readonly Guid SiteKeyId = new("01900000-0000-7000-8000-000000000041");

    public const string Name = "The Evans Group";

    public const string TimeZone = "America/Los_Angeles";

    public const string Currency = "USD";
}
