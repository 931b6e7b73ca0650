import django.db.models.deletion
import lifelong.lib.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('data', models.JSONField()),
                ('customer_id', models.UUIDField(null=True)),
                ('depth', models.PositiveSmallIntegerField(default=0)),
                ('cause', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.event')),
            ],
            options={
                'indexes': [models.Index(fields=['name', 'at'], name='events_even_name_e34440_idx'), models.Index(fields=['customer_id', 'at'], name='events_even_custome_a3321c_idx')],
            },
        ),
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('done_at', models.DateTimeField()),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.event')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('event', 'name'), name='one_reaction_per_event')],
            },
        ),
    ]
