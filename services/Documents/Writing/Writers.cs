using Teg.Platform.Documents.Contracts;
using Teg.Platform.Documents.Decks;
using Teg.Platform.Documents.Workbooks;

namespace Teg.Platform.Documents.Writing;

internal static class Writers
{
    /// <summary>Registers the four writers, as <see cref="IDocumentWriter"/>, with the templates they share.</summary>
    public static IServiceCollection AddWriters(this IServiceCollection services)
    {
        services.AddOptions<TemplateOptions>().BindConfiguration(TemplateOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<TemplateStore>();
        services.AddSingleton<IDocumentWriter, ContractWriter>();
        services.AddSingleton<IDocumentWriter, DeckWriter>();
        services.AddSingleton<IDocumentWriter, WorkbookWriter>();
        services.AddSingleton<IDocumentWriter, ALaCarteWriter>();
        return services;
    }
}
