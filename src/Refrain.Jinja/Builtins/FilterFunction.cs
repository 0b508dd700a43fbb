using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Builtins;

/// <summary>What a filter does to a value; the interpreter gives the budget, and calls the filters and tests that a filter names.</summary>
internal delegate object? FilterFunction(Interpreter interpreter, object? value, Arguments arguments);
