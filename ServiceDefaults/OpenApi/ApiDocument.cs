using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Teg.Platform.ServiceDefaults;

/// <summary>The service's OpenAPI document "v1", from which the web app's client is generated.</summary>
internal static class ApiDocument
{
    private const string Bearer = "bearer";
    private const string ProblemType = "application/problem+json";

    public static void AddApiDocument(this IServiceCollection services, string service) => services.AddOpenApi("v1", api =>
    {
        api.AddDocumentTransformer((document, _, _) => Describe(document, service));
        api.AddOperationTransformer(DescribeFailuresAsync);
        api.AddOperationTransformer(DescribeWordsAsync);
    });

    private static Task Describe(OpenApiDocument document, string service)
    {
        document.Info.Title = service;
        document.Info.Version = "v1";
        // The address differs by machine; a committed document must not.
        document.Servers = [];
        document.AddComponent<IOpenApiSecurityScheme>(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Bearer,
            BearerFormat = "JWT",
            Description = "An access token of the Accounts service; the Gateway adds it for the browser.",
        });
        return Task.CompletedTask;
    }

    // Every operation can fail, and all failures look alike: one default answer says so instead of a list per endpoint.
    private static async Task DescribeFailuresAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), parameterDescription: null, ct);
        // Every problem of the platform carries these; the client switches on the type and shows the rest.
        problem.Required = new SortedSet<string>(StringComparer.Ordinal) { "status", "title", "traceId", "type" };
        problem.Properties ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        problem.Properties["type"] = new OpenApiSchema { Type = JsonSchemaType.String };
        problem.Properties["title"] = new OpenApiSchema { Type = JsonSchemaType.String };
        problem.Properties["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" };
        problem.Properties["traceId"] = new OpenApiSchema { Type = JsonSchemaType.String };
        context.Document!.AddComponent<IOpenApiSchema>("Problem", problem);

        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "A failure, said as a problem.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [ProblemType] = new() { Schema = new OpenApiSchemaReference("Problem", context.Document) },
            },
        };

        if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
        }
    }

    // A Word<TEnum> parameter is one of the enum's words, named after the enum.
    private static async Task DescribeWordsAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        foreach (var description in context.Description.ParameterDescriptions)
        {
            var type = description.ParameterDescriptor?.ParameterType is { } declared ? Nullable.GetUnderlyingType(declared) ?? declared : null;
            if (type is not { IsGenericType: true } || type.GetGenericTypeDefinition() != typeof(Word<>))
            {
                continue;
            }

            var words = type.GetGenericArguments()[0];
            context.Document!.AddComponent<IOpenApiSchema>(words.Name, await context.GetOrCreateSchemaAsync(words, parameterDescription: null, ct));
            if (operation.Parameters?.FirstOrDefault(parameter => parameter.Name == description.Name) is OpenApiParameter parameter)
            {
                parameter.Schema = new OpenApiSchemaReference(words.Name, context.Document);
            }
        }
    }
}
