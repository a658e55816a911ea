using Harombe.Core.Schemas.Compilation;

namespace Harombe.Core.Schemas.Evaluation;

/// <summary>The schema resources entered on the way to here, innermost first.</summary>
internal sealed class DynamicScope(DynamicScope? outer, SchemaResource resource)
{
    public SchemaResource Resource { get; } = resource;

    /// <summary>The outermost resource's anchor of that name wins; null when no resource on the way has one.</summary>
    public static SchemaNode? Find(DynamicScope? scope, string anchor)
    {
        SchemaNode? outermost = null;
        for (; scope is not null; scope = scope.Outer)
            outermost = scope.Resource.DynamicNode(anchor) ?? outermost;
        return outermost;
    }

    private DynamicScope? Outer { get; } = outer;
}
