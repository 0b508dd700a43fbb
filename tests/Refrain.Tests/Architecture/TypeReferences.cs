using System.Reflection;
using System.Reflection.Emit;

namespace Refrain.Tests.Architecture;

/// <summary>The types that a type's declaration and its methods' code name, read from metadata.</summary>
/// <remarks>Constants leave no trace in compiled code; a second test looks at the <c>using</c> lines.</remarks>
internal static class TypeReferences
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly Dictionary<short, OpCode> OpCodes = typeof(System.Reflection.Emit.OpCodes)
        .GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    public static IReadOnlySet<Type> Of(Type type)
    {
        var found = new HashSet<Type>();
        Add(found, [type.BaseType, .. type.GetInterfaces(), .. type.GetFields(Declared).Select(field => field.FieldType)]);
        foreach (MethodBase method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)))
        {
            Add(found, [(method as MethodInfo)?.ReturnType, .. method.GetParameters().Select(parameter => parameter.ParameterType)]);
            if (method.GetMethodBody() is { } body)
            {
                Add(found, body.LocalVariables.Select(local => local.LocalType));
                Add(found, Tokens(body.GetILAsByteArray()!).SelectMany(token => Resolve(method, token)));
            }
        }

        return found;
    }

    /// <summary>The methods that an assembly's code calls, with the type arguments of generic ones.</summary>
    public static IEnumerable<MethodBase> MethodsOf(Assembly assembly) =>
        (
            from type in assembly.GetTypes()
            from method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared))
            let body = method.GetMethodBody()
            where body is not null
            from token in Tokens(body.GetILAsByteArray()!)
            select method.Module.ResolveMember(
                token,
                type.IsGenericType ? type.GetGenericArguments() : null,
                method.IsGenericMethod ? method.GetGenericArguments() : null
            )
        ).OfType<MethodBase>();

    private static void Add(HashSet<Type> found, IEnumerable<Type?> types)
    {
        foreach (var type in types.OfType<Type>())
        {
            if (type.HasElementType)
            {
                Add(found, [type.GetElementType()]);
            }
            else if (type.IsConstructedGenericType && found.Add(type))
            {
                Add(found, [type.GetGenericTypeDefinition(), .. type.GetGenericArguments()]);
            }
            else
            {
                found.Add(type);
            }
        }
    }

    private static IEnumerable<Type?> Resolve(MethodBase method, int token)
    {
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        return method.Module.ResolveMember(token, typeArguments, methodArguments) switch
        {
            Type type => [type],
            FieldInfo field => [field.DeclaringType, field.FieldType],
            MethodInfo called => [called.DeclaringType, called.ReturnType, .. called.IsGenericMethod ? called.GetGenericArguments() : []],
            ConstructorInfo constructor => [constructor.DeclaringType],
            _ => [],
        };
    }

    /// <summary>The metadata tokens in a method's code.</summary>
    private static IEnumerable<int> Tokens(byte[] code)
    {
        for (int at = 0; at < code.Length; )
        {
            short value = code[at++];
            if (value == 0xFE)
            {
                value = (short)(0xFE00 | code[at++]);
            }

            var operand = OpCodes[value].OperandType;
            if (operand is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                yield return BitConverter.ToInt32(code, at);
            }

            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}
