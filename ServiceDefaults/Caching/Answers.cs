using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Teg.Platform.ServiceDefaults;

/// <summary>
/// What a caller's questions of the database are answered with, kept or asked. The key is the caller's rows and the whole question; the connection sees these rows,
/// and the function that asks gets nothing but connection and question: an answer cannot depend on what its key does not say.
/// </summary>
public sealed class Answers(TieredCache cache, Database database, Caller caller, IOptions<JsonOptions> json)
{
    /// <summary>The tag of figures that rollups hold.</summary>
    public const string Figures = "figures";

    // Once a request, however many answers it asks.
    private Task<string[]?>? ownNames;

    /// <summary>An answer as JSON for the caller.</summary>
    /// <param name="question">A record of everything the answer depends on; it is the parameters of the SQL too.</param>
    /// <param name="ask">A static function: it may run after this request, for others who asked the same.</param>
    /// <param name="about">Names of tags within the organisation.</param>
    public async Task<Answer<TAnswer>> AskAsync<TQuestion, TAnswer>(
        CachePolicy policy, TQuestion question, Func<NpgsqlConnection, TQuestion, CancellationToken, Task<TAnswer>> ask, CancellationToken ct, params string[] about)
        where TQuestion : notnull
    {
        var rules = json.Value.SerializerOptions;
        return new Answer<TAnswer>(await KeptAsync<TQuestion, TAnswer, byte[]>(
            policy, question, async (connection, asked, token) => JsonSerializer.SerializeToUtf8Bytes(await ask(connection, asked, token), rules), about, ct));
    }

    /// <summary>An answer for the service's own use.</summary>
    /// <inheritdoc cref="AskAsync"/>
    public async Task<TAnswer> ReadAsync<TQuestion, TAnswer>(
        CachePolicy policy, TQuestion question, Func<NpgsqlConnection, TQuestion, CancellationToken, Task<TAnswer>> ask, CancellationToken ct, params string[] about)
        where TQuestion : notnull =>
        (await KeptAsync<TQuestion, TAnswer, TAnswer>(policy, question, ask, about, ct)).Value;

    private async ValueTask<Kept<TKept>> KeptAsync<TQuestion, TAnswer, TKept>(
        CachePolicy policy, TQuestion question, Func<NpgsqlConnection, TQuestion, CancellationToken, Task<TKept>> ask, string[] about, CancellationToken ct)
        where TQuestion : notnull
    {
        var scope = RowScope.Of(caller);
        return await cache.AskAsync(
            scope.Key($"{typeof(TAnswer).Name}:{await DigestAsync<TQuestion, TAnswer>(scope, question, ct)}"),
            policy,
            [.. about.Select(name => RowScope.Tag(scope.OrgId, name))],
            async token =>
            {
                await using var connection = await database.OpenAsync(scope, token);
                return await ask(connection, question, token);
            },
            ct);
    }

    private async ValueTask<string> DigestAsync<TQuestion, TAnswer>(RowScope scope, TQuestion question, CancellationToken ct) => Base64Url.EncodeToString(
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { question, shape = CacheEntry.Shape<(TQuestion, TAnswer)>.Id, rows = await (ownNames ??= OwnNamesAsync(scope, ct)) })).AsSpan(0, 16));

    /// <summary>
    /// The names whose rows are a person's own, as they are now: taking one away takes effect at once. Who may see them cannot be known while the database is away,
    /// so a scope of one person has no answers then.
    /// </summary>
    private async Task<string[]?> OwnNamesAsync(RowScope scope, CancellationToken ct)
    {
        if (scope.UserId is null)
        {
            return null;
        }

        await using var connection = await database.OpenAsync(scope, ct);
        return await connection.ExecuteScalarAsync<string[]>(new CommandDefinition("select accounts.own_sales_names()", cancellationToken: ct));
    }
}
