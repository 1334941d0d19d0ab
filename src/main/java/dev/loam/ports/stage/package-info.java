/// Steps of a user's own, written in Java: the interface that a plugin implements, and the plain
/// records it is given.
///
/// It is published: what is here stays as it is, and grows by new methods with a default alone. A
/// plugin is compiled against this package and the JDK, and sees nothing else of Loam.
package dev.loam.ports.stage;
