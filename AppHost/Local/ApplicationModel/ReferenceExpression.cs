using System.Runtime.CompilerServices;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// A text with values in it that are known only when the application starts:
/// <c>WithEnvironment("Sync__PublicAddress", $"{gateway.GetEndpoint("http")}/hooks")</c>.
/// </summary>
public sealed class ReferenceExpression : IValueProvider
{
    private readonly Func<string> _value;

    private ReferenceExpression(Func<string> value) => _value = value;

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.Build();

    internal static ReferenceExpression Of(Func<string> value) => new(value);

    public string GetValue() => _value();

    [InterpolatedStringHandler]
    public readonly struct ExpressionInterpolatedStringHandler
    {
        private readonly List<Func<string>> _parts;

        public ExpressionInterpolatedStringHandler(int literalLength, int formattedCount) =>
            _parts = new List<Func<string>>(formattedCount + (literalLength > 0 ? formattedCount + 1 : 0));

        public void AppendLiteral(string value) => _parts.Add(() => value);

        public void AppendFormatted(string? value) => _parts.Add(() => value ?? "");

        public void AppendFormatted<T>(T value)
            where T : IValueProvider => _parts.Add(value.GetValue);

        public void AppendFormatted<T>(IResourceBuilder<T> value)
            where T : IResource
        {
            Func<string> part = value.Resource switch
            {
                IValueProvider provider => provider.GetValue,
                IResourceWithConnectionString source => source.ConnectionStringExpression.GetValue,
                var other => throw new NotSupportedException($"Resource '{other.Name}' has no value to put into a text."),
            };
            _parts.Add(part);
        }

        internal ReferenceExpression Build()
        {
            var parts = _parts;
            return new ReferenceExpression(() => string.Concat(parts.Select(part => part())));
        }
    }
}
