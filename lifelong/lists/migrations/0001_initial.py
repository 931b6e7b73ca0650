import django.db.models.deletion
import django.db.models.functions.text
import lifelong.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('conversations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bulk',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('act', models.CharField(choices=[('reply', 'Reply'), ('close', 'Close'), ('tag', 'Tag'), ('untag', 'Take a tag off'), ('assign', 'Assign'), ('move', 'Move')], max_length=10)),
                ('said', models.JSONField(default=dict)),
                ('text', models.TextField(default='')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('running', 'under way'), ('stopped', 'stopped'), ('done', 'done'), ('undoing', 'being undone'), ('undone', 'undone')], default='planned', max_length=10)),
                ('made_at', models.DateTimeField()),
                ('begun_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('size', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('undone', models.PositiveIntegerField(default=0)),
                ('kept', models.PositiveIntegerField(default=0)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['agent', '-made_at'], name='bulk_of_agent')],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('seen', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('refused', 'refused'), ('undone', 'undone'), ('kept', 'left as it is')], default='waiting', max_length=10)),
                ('why', models.CharField(default='', max_length=300)),
                ('before', models.JSONField(null=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('bulk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='lists.bulk')),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.conversation')),
            ],
            options={
                'indexes': [models.Index(fields=['bulk', 'state', 'id'], name='member_by_state')],
                'constraints': [models.UniqueConstraint(fields=('bulk', 'conversation'), name='one_member_per_bulk')],
            },
        ),
        migrations.CreateModel(
            name='SavedList',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('is_shared', models.BooleanField(default=False)),
                ('filter', models.JSONField(default=dict)),
                ('order', models.CharField(choices=[('waiting', 'Longest wait'), ('activity', 'Last activity')], default='waiting', max_length=10)),
                ('made_at', models.DateTimeField()),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), condition=models.Q(('is_shared', True)), name='one_shared_list_per_name'), models.UniqueConstraint(models.F('agent'), django.db.models.functions.text.Lower('name'), condition=models.Q(('is_shared', False)), name='one_own_list_per_name')],
            },
        ),
    ]
