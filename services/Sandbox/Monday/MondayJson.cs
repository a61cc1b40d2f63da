using System.Text.Encodings.Web;
using System.Text.Json;

namespace Teg.Platform.Sandbox.Monday;

internal static class MondayJson
{
    /// <summary>Writes characters as they are, the way the vendor does: nothing of it is ever put into a page.</summary>
    public static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
