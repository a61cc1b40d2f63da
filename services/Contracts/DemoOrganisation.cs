namespace Teg.Platform.Contracts;

/// <summary>The organisation a development start is filled with. Its true answers are published by the Sandbox.</summary>
public static class DemoOrganisation
{
    public static readonly Guid Id = new("01900000-0000-7000-8000-000000000001");

    public const string Name = "The Evans Group";

    public const string TimeZone = "America/Los_Angeles";

    public const string Currency = "USD";
}
